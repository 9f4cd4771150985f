-- People: whoever plays at one or several venues of a tenant. Everything personal lies here and in no
-- other table; the ledger and the documents know the venue's player_id alone.

create table person (
  tenant_id uuid not null default current_tenant() references tenant,
  person_id uuid not null default gen_random_uuid(),
  -- From then on nothing of the person may ever be written again.
  erased_at timestamptz,
  primary key (tenant_id, person_id)
);
call protect('person', 'select, insert, update, delete');

-- A person as one venue knows them. The venue's Leaf is who writes it.
create table player (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  player_id text not null,
  person_id uuid not null,
  name text not null,
  -- By which people are listed. A column, not an expression: behind a policy only such an index is used.
  sort_name text not null generated always as (lower(name)) stored,
  -- Contact details with the consent to them (schemas/player.ts); null where there are none.
  details jsonb,
  first_seen_at timestamptz not null default now(),
  -- When this venue's Leaf has said that nothing of an erased person is on it any more.
  erased_there_at timestamptz,
  primary key (tenant_id, venue_id, player_id),
  foreign key (tenant_id, venue_id) references venue,
  foreign key (tenant_id, person_id) references person
);
create index player_by_person on player (tenant_id, person_id);
create index player_by_name on player (tenant_id, sort_name, venue_id, player_id);
call protect('player', 'select, insert, update');

-- What a person asked for and got, without a word that says who it was.
create table erasure (
  tenant_id uuid not null default current_tenant(),
  erasure_id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  asked_at timestamptz not null default now(),
  -- A member's id, "venue <id>" for one who asked there, or "retention".
  asked_by text not null,
  primary key (tenant_id, erasure_id),
  unique (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person
);
call protect('erasure', 'select, insert');

-- Who has read what of whom: written in the transaction that reads.
create table personal_read (
  tenant_id uuid not null default current_tenant(),
  read_id uuid not null default gen_random_uuid(),
  at timestamptz not null default now(),
  reader text not null,
  what text not null check (what in ('list', 'person', 'export', 'restore', 'accounts')),
  -- Null for a list.
  person_id uuid,
  people int not null,
  primary key (tenant_id, read_id)
);
create index personal_read_by_time on personal_read (tenant_id, at desc);
call protect('personal_read', 'select, insert, delete');

-- How long a tenant keeps what. What the law of a country asks for is the venue's profile.
create table retention (
  tenant_id uuid not null default current_tenant() references tenant,
  contact_months int not null check (contact_months between 1 and 120),
  primary key (tenant_id)
);
call protect('retention', 'select, insert, update');
