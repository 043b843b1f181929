-- Tracks need not be MP3s any more: their codec has a name.
alter table track add column codec text not null default '';
update track set codec = 'mp' || layer where layer > 0;
alter table track drop column layer;
