-- By which it is found who may be the same person. Columns, not expressions: behind a policy only
-- such an index is used; without it, looking at one person reads every player of the tenant.
alter table player
  add column email text generated always as (details #>> '{contact,email}') stored,
  add column phone text generated always as (details #>> '{contact,phone}') stored,
  add column birth_date text generated always as (details #>> '{contact,birthDate}') stored;
create index player_by_email on player (tenant_id, email);
create index player_by_phone on player (tenant_id, phone);

-- Every Leaf asks again and again of whom it must erase everything. Who was erased stays for ever, and
-- of whom a Leaf has not said so are few: those alone are in the index.
alter table player add column is_erased boolean not null default false;
update player set is_erased = true
  from person
 where (person.tenant_id, person.person_id) = (player.tenant_id, player.person_id)
   and person.erased_at is not null;
create index player_to_erase on player (tenant_id, venue_id, player_id)
  where is_erased and erased_there_at is null;
