-- The library that the venues of a tenant share: changes of Automerge documents as the Leaves make
-- them, in the order in which they came here. What they say is for the Leaves to check and to merge.

create table library_head (
  tenant_id uuid not null default current_tenant() references tenant,
  last_number bigint not null,
  primary key (tenant_id)
);
call protect('library_head', 'select, insert, update');

create table library_change (
  tenant_id uuid not null default current_tenant(),
  number bigint not null,
  item_id text not null,
  -- Of the change: what comes a second time is there already.
  hash bytea not null,
  change bytea not null,
  venue_id text not null,
  primary key (tenant_id, number),
  unique (tenant_id, item_id, hash),
  foreign key (tenant_id, venue_id) references venue
);
call protect('library_change', 'select, insert');
