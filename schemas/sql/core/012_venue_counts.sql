-- How many players a venue has told of, kept while it tells: counting them at every look takes long.
alter table venue add column players int not null default 0;
update venue set players = (
  select count(*) from player
   where (player.tenant_id, player.venue_id) = (venue.tenant_id, venue.venue_id));

-- Requests of persons, the last first.
create index erasure_by_time on erasure (tenant_id, asked_at desc, person_id);
