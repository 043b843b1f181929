-- How many changes of queues there have been; one row. Each change takes the next number as the revision of what it made.
create table queue_revision (value integer not null);
insert into queue_revision values (0);

-- Named queues, and templates of them.
create table queue (
    kind text not null,                -- queue or template
    name text not null,
    revision integer not null,         -- of its last change
    loop integer not null,
    shuffle integer not null,
    place integer not null,            -- the order of their making
    primary key (kind, name)
) without rowid;
create table queue_file (
    kind text not null,
    queue text not null,
    place integer not null,            -- the order; has gaps
    file text not null,
    primary key (kind, queue, place),
    foreign key (kind, queue) references queue (kind, name) on delete cascade
) without rowid;

-- What is to take a queue's place, and when. Times are in milliseconds since 1970.
create table queue_activation (
    id integer primary key,            -- the revision that made it
    queue text not null,
    source_kind text not null,         -- queue or template
    source text not null,
    local_time text not null,          -- ISO-8601, as a clock on the wall of that zone shows it
    zone text not null,
    every text not null,               -- once, day or week
    due_ms integer not null
);

-- Who is told of changes.
create table queue_hook (
    id integer primary key,            -- the revision that made it
    queue text not null,
    url text not null,
    secret text not null
);

create table queue_play (
    queue text not null,
    file text not null,
    plays integer not null,
    last_ms integer not null,
    primary key (queue, file)
) without rowid;
