-- What a station plays and where it stands. Times are in milliseconds.
create table station (
    id text primary key,
    state text not null,               -- playing, paused or stopped
    volume real not null,
    shuffle integer not null,
    loop text not null,                -- off, one or all
    own_playlist integer not null,     -- 0: it follows what the config names
    current_path text,                 -- null: nothing has been played yet
    current_entry integer,             -- in its list, 0 if the config names it
    position_ms integer not null,
    extras text not null
) without rowid;

-- The tracks of its own playlist, and of the queue that is played before the playlist goes on.
create table station_track (
    station text not null references station (id) on delete cascade,
    list text not null,                -- playlist or queue
    entry integer not null,            -- an id for life
    place integer not null,            -- the order; has gaps
    path text not null,
    primary key (station, list, entry)
) without rowid;
create index station_track_order on station_track (station, list, place);

create table station_history (
    id integer primary key,
    station text not null,
    at_ms integer not null,            -- since 1970
    event text not null,
    path text not null,
    title text not null,
    position_ms integer not null,
    stream_position integer not null
);
create index station_history_order on station_history (station, id);
