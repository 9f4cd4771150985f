-- Leagues over venues: which seasons of which venues count together, and by which rules.

create table league (
  tenant_id uuid not null default current_tenant() references tenant,
  league_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  -- schemas/documents/leagues.ts: SeasonRules
  rules jsonb not null,
  primary key (tenant_id, league_id)
);
call protect('league', 'select, insert, update, delete');

create table league_part (
  tenant_id uuid not null default current_tenant(),
  league_id uuid not null,
  venue_id text not null,
  season_id text not null,
  primary key (tenant_id, league_id, venue_id, season_id),
  foreign key (tenant_id, league_id) references league on delete cascade,
  foreign key (tenant_id, venue_id) references venue
);
call protect('league_part', 'select, insert, delete');

-- What everybody did in a tournament that is over, as long as nothing it was read from has changed.
-- It can be thrown away at any time.
create table night_result (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  tournament_id text not null,
  -- How far ledger and documents had come when it was read.
  basis text not null,
  -- Null where the tournament is not over.
  results jsonb,
  primary key (tenant_id, venue_id, tournament_id),
  foreign key (tenant_id, venue_id) references venue
);
call protect('night_result', 'select, insert, update, delete');
