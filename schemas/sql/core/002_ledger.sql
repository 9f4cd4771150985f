-- The ledgers of venues, as they came from their Leaves: each line was checked against the one before
-- it. Lines are added and never changed.

-- How far each venue's ledger has been taken in.
create table ledger_head (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  sequence bigint not null,
  hash text not null,
  taken_at timestamptz not null default now(),
  -- Why nothing more is taken in, for the owner; null where nothing is wrong.
  alarm text,
  alarm_at timestamptz,
  primary key (tenant_id, venue_id),
  foreign key (tenant_id, venue_id) references venue
);
call protect('ledger_head', 'select, insert, update');

create table ledger_entry (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  sequence bigint not null,
  intent_id uuid not null,
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
  line text not null,
  primary key (tenant_id, venue_id, sequence),
  unique (tenant_id, venue_id, intent_id),
  foreign key (tenant_id, venue_id) references venue
);
create index ledger_entry_by_tournament
  on ledger_entry (tenant_id, venue_id, tournament_id, sequence);
call protect('ledger_entry', 'select, insert');

create table ledger_posting (
  tenant_id uuid not null default current_tenant(),
  venue_id text not null,
  sequence bigint not null,
  leg smallint not null,
  tournament_id text not null,
  account text not null,
  amount_cents bigint not null,
  fee_name text,
  till_id text,
  primary key (tenant_id, venue_id, sequence, leg),
  foreign key (tenant_id, venue_id, sequence) references ledger_entry
);
create index ledger_posting_by_account
  on ledger_posting (tenant_id, venue_id, tournament_id, account);
call protect('ledger_posting', 'select, insert');

create index ledger_entry_by_entry
  on ledger_entry (tenant_id, venue_id, tournament_id, entry_id, sequence);

-- What changed hands, leg by leg: above zero what came in. A line about another line (a void, a
-- decision) belongs to whom that one belongs to, also where that one is about a third.
create view ledger_tendered with (security_invoker = true) as
  select posting.tenant_id,
         posting.venue_id,
         posting.sequence,
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
    from ledger_posting posting
    join ledger_entry line using (tenant_id, venue_id, sequence)
    left join ledger_entry second
      on (second.tenant_id, second.venue_id, second.sequence)
       = (line.tenant_id, line.venue_id, line.about)
    left join ledger_entry third
      on (third.tenant_id, third.venue_id, third.sequence)
       = (second.tenant_id, second.venue_id, second.about)
    -- Whose entry it is says the first line about it.
    left join lateral (
      select named.player_id from ledger_entry named
       where named.tenant_id = line.tenant_id
         and named.venue_id = line.venue_id
         and named.tournament_id = line.tournament_id
         and named.entry_id = coalesce(line.entry_id, second.entry_id, third.entry_id)
         and named.player_id is not null
       order by named.sequence limit 1) owner on true
   where posting.account in
         ('cash:drawer', 'card:terminal', 'bank:transfer', 'vouchers', 'tickets');
grant select on ledger_tendered to felt_app;
