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
  -- The line that this one takes back or decides on.
  about bigint,
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

-- Whose entry is whose.
create view owners as
  select distinct on (tournament_id, entry_id) tournament_id, entry_id, player_id
    from entries
   where player_id is not null and entry_id is not null
   order by tournament_id, entry_id, sequence;

-- What changed hands, leg by leg: above zero what came in. A line about another line (a void, a
-- decision) belongs to whom that one belongs to, also where that one is about a third.
create view tendered as
  select posting.sequence,
         posting.tournament_id as night,
         line.kind,
         line.staff_id as cashier,
         coalesce(line.player_id, second.player_id, third.player_id, owner.player_id) as player,
         case posting.account
           when 'cash:drawer' then 'cash'
           when 'card:terminal' then 'card'
           when 'bank:transfer' then 'transfer'
           when 'vouchers' then 'voucher'
           else 'ticket'
         end as method,
         posting.amount_cents
    from postings posting
    join entries line on line.sequence = posting.sequence
    left join entries second on second.sequence = line.about
    left join entries third on third.sequence = second.about
    left join owners owner
      on owner.tournament_id = line.tournament_id
     and owner.entry_id = coalesce(line.entry_id, second.entry_id, third.entry_id)
   where posting.account in
         ('cash:drawer', 'card:terminal', 'bank:transfer', 'vouchers', 'tickets');
