-- What each tournament came to, kept while its lines are taken in: a report over years reads a few
-- rows a night and never a million lines.

create table night (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  tournament_id text not null,
  first_at_ms bigint not null,
  last_at_ms bigint not null,
  lines int not null,
  primary key (tenant_id, venue_id, tournament_id),
  foreign key (tenant_id, venue_id) references venue
);
create index night_by_time on night (tenant_id, last_at_ms, venue_id, tournament_id);
call protect('night', 'select, insert, update');

create table night_account (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  tournament_id text not null,
  account text not null,
  -- What was debited and credited, both above zero.
  debit_cents bigint not null,
  credit_cents bigint not null,
  primary key (tenant_id, venue_id, tournament_id, account),
  foreign key (tenant_id, venue_id, tournament_id) references night
);
call protect('night_account', 'select, insert, update');

-- Of whom there are lines, and when the last one was: who has not been seen for long is forgotten.
create table player_seen (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  player_id text not null,
  last_at_ms bigint not null,
  nights int not null,
  last_tournament_id text not null,
  primary key (tenant_id, venue_id, player_id),
  foreign key (tenant_id, venue_id) references venue
);
call protect('player_seen', 'select, insert, update');

-- Of lines that were taken in before this was kept.
insert into night (tenant_id, venue_id, tournament_id, first_at_ms, last_at_ms, lines)
select tenant_id, venue_id, tournament_id, min(recorded_at_ms), max(recorded_at_ms), count(*)
  from ledger_entry group by 1, 2, 3;
insert into night_account
  (tenant_id, venue_id, tournament_id, account, debit_cents, credit_cents)
select tenant_id, venue_id, tournament_id, account,
       coalesce(sum(amount_cents) filter (where amount_cents > 0), 0),
       coalesce(-sum(amount_cents) filter (where amount_cents < 0), 0)
  from ledger_posting group by 1, 2, 3, 4;
insert into player_seen
  (tenant_id, venue_id, player_id, last_at_ms, nights, last_tournament_id)
select tenant_id, venue_id, player_id, max(recorded_at_ms), count(distinct tournament_id),
       (array_agg(tournament_id order by sequence desc))[1]
  from ledger_entry where player_id is not null group by 1, 2, 3;
