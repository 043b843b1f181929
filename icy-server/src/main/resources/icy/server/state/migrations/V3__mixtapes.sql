-- Mixtapes: lists of files with a title, to be shared as a page.
create table mixtape (
    slug text primary key,             -- its name in URLs
    revision integer not null,         -- of its last change; milliseconds since 1970, or a little more
    title text not null,
    notes text not null,
    public integer not null,           -- 0: opened by links that expire, and by nothing else
    cover text,                        -- an image or a track in the media folders; null: the first track's
    uploaded integer not null,         -- revision of the picture in mixtape_cover; 0: there is none
    link_secret text not null,         -- what its links are signed with; another one takes them all back
    place integer not null             -- the order of their making
) without rowid;
create table mixtape_track (
    slug text not null references mixtape (slug) on delete cascade,
    place integer not null,
    file text not null,
    primary key (slug, place)
) without rowid;
create table mixtape_cover (
    slug text primary key references mixtape (slug) on delete cascade,
    picture blob not null              -- JPEG or PNG
);
