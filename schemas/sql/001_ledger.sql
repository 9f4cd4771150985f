-- The projection of the ledger. Everything here can be thrown away and filled again from the log.

create table head (
  only_row boolean primary key default true check (only_row),
  sequence bigint not null,
  hash text not null
);

-- The hash of this file: tables of another one are thrown away, not changed.
create table made_from (schema_hash text not null);

create table entries (
  sequence bigint primary key,
  intent_id uuid not null unique,
  tournament_id text not null,
  kind text not null,
  outcome text not null,
  reason text,
  player_id text,
  entry_id text,
  staff_id text not null,
  device_id text not null,
  recorded_at_ms bigint not null,
  line text not null
);
create index entries_by_tournament on entries (tournament_id, sequence);

create table postings (
  sequence bigint not null references entries,
  leg smallint not null,
  tournament_id text not null,
  account text not null,
  amount_cents bigint not null,
  fee_name text,
  till_id text,
  primary key (sequence, leg)
);
create index postings_by_account on postings (tournament_id, account);
