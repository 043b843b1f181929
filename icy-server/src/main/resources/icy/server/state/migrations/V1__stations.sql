-- What a station plays and where it stands. Times are in milliseconds.
create table station (
    mount text primary key,
    state text not null,               -- PLAYING, PAUSED or STOPPED
    volume real not null,
    shuffle integer,                   -- null: as the config says
    loop text,                         -- OFF, ONE or ALL; null: as the config says
    own_playlist integer not null,     -- 0: it follows what the config names
    current_entry integer,             -- null: nothing plays
    current_path text,
    position_ms integer not null,
    place_path text,                   -- where the list stands; not where the current one does that came from the queue
    place_index integer not null,      -- -1: before its beginning
    extras text not null
) without rowid;

-- The tracks of its own playlist, and of the queue that is played before the list goes on.
create table station_track (
    mount text not null,
    list text not null,                -- playlist or queue
    entry integer not null,            -- its number as long as it stands there
    place integer not null,            -- the order; has gaps
    path text not null,
    primary key (mount, list, entry)
) without rowid;
create index station_track_order on station_track (mount, list, place);

create table station_history (
    id integer primary key,
    mount text not null,
    at_ms integer not null,            -- since 1970
    event text not null,
    path text not null,
    title text not null,
    position_ms integer not null,
    stream_position integer not null,
    stream_ms integer not null,
    reason text not null
);
create index station_history_order on station_history (mount, id);
