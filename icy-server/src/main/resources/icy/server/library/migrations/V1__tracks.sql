-- A file each. All of it can be read from the files again, save when they were first seen.
create table track (
    row integer primary key, -- in the order in which they were first seen
    id text not null unique,
    path text not null unique, -- what clients call it
    folder text not null, -- which of the media folders it was found in
    file text not null, -- where it is
    title text not null,
    artist text not null,
    album text not null,
    genre text not null,
    year text not null,
    track_number text not null,
    duration_ms integer not null,
    duration_exact integer not null,
    layer integer not null, -- 0: no frame was found
    sample_rate integer not null,
    channels integer not null,
    bitrate_kbps integer not null,
    variable_bitrate integer not null,
    embedded_cover integer not null,
    folder_cover text not null, -- name of an image beside it, or nothing
    damage_bytes integer not null,
    damage_places integer not null,
    state text not null, -- ok, damaged or bad: as it was when it was there
    reason text not null,
    size_bytes integer not null,
    modified_ms integer not null,
    added_ms integer not null,
    read_through integer not null, -- whether all of it was read, not only its beginning
    missing_since_ms integer
);
create index track_folder on track (folder);
create index track_not_read on track (row) where read_through = 0 and missing_since_ms is null;
create index track_problem on track (row) where state <> 'ok' or missing_since_ms is not null;
create index track_count on track (state, missing_since_ms, read_through, duration_ms);

-- What they are sorted by: apart, so that sorting what was found in a search reads few pages.
create table track_key (
    row integer primary key references track (row) on delete cascade,
    path text not null,
    title text not null,
    artist text not null,
    album text not null,
    duration integer not null
);
create index track_key_path on track_key (path);
create index track_key_title on track_key (title);
create index track_key_artist on track_key (artist);
create index track_key_album on track_key (album);
create index track_key_duration on track_key (duration);

-- The words they are searched by, with or without accents. All names end in .mp3: that finds nothing.
create virtual table track_words using fts5 (
    title, artist, album, path,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');

create trigger track_words_insert after insert on track begin
    insert into track_words (rowid, title, artist, album, path)
        values (new.row, new.title, new.artist, new.album, replace(lower(new.path), '.mp3', ''));
end;
create trigger track_words_delete after delete on track begin
    delete from track_words where rowid = old.row;
end;
create trigger track_words_update after update of title, artist, album on track
when old.title <> new.title or old.artist <> new.artist or old.album <> new.album begin
    delete from track_words where rowid = old.row;
    insert into track_words (rowid, title, artist, album, path)
        values (new.row, new.title, new.artist, new.album, replace(lower(new.path), '.mp3', ''));
end;
