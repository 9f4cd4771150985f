-- Which country's law a venue goes by (domain/jurisdictions.ts).
alter table venue add column jurisdiction text not null default 'none';

-- Who somebody was who asked to be erased, where the law wants it in the accounts for some years yet:
-- out of every other table and list, and gone by itself when its time is over.
create table kept_identity (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  player_id text not null,
  name text not null,
  keep_until timestamptz not null,
  primary key (tenant_id, venue_id, player_id),
  foreign key (tenant_id, venue_id, player_id) references player
);
create index kept_identity_by_end on kept_identity (tenant_id, keep_until);
call protect('kept_identity', 'select, insert, delete');

grant delete on enrolment to felt_app;
