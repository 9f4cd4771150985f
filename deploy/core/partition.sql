-- A sketch, tried by tests/core/partitions.test.ts on the tables as they are: the two large tables in
-- eight parts by tenant. Every key begins with tenant_id, so that none has to change, and a query of one
-- tenant looks at one part. As the owner of the tables and with Core stopped: it writes all anew.
create temporary table tendered on commit drop as
  select pg_get_viewdef('ledger_tendered'::regclass) as words;
drop view ledger_tendered;
alter table ledger_posting rename to former_posting;
alter table ledger_entry rename to former_entry;

create table ledger_entry (like former_entry including defaults including constraints)
  partition by hash (tenant_id);
create table ledger_posting (like former_posting including defaults including constraints)
  partition by hash (tenant_id);
do $$
begin
  for part in 0..7 loop
    execute format('create table ledger_entry_%s partition of ledger_entry
      for values with (modulus 8, remainder %s)', part, part);
    execute format('create table ledger_posting_%s partition of ledger_posting
      for values with (modulus 8, remainder %s)', part, part);
    -- Whoever asks a part itself sees nobody's rows.
    execute format('alter table ledger_entry_%s enable row level security', part);
    execute format('alter table ledger_entry_%s force row level security', part);
    execute format('alter table ledger_posting_%s enable row level security', part);
    execute format('alter table ledger_posting_%s force row level security', part);
  end loop;
end $$;
insert into ledger_entry select * from former_entry;
insert into ledger_posting select * from former_posting;
drop table former_posting, former_entry;

alter table ledger_entry
  add primary key (tenant_id, venue_id, sequence),
  add unique (tenant_id, venue_id, intent_id),
  add foreign key (tenant_id, venue_id) references venue;
alter table ledger_posting
  add primary key (tenant_id, venue_id, sequence, leg),
  add foreign key (tenant_id, venue_id, sequence) references ledger_entry;
create index on ledger_entry (tenant_id, venue_id, tournament_id, sequence);
create index on ledger_entry (tenant_id, venue_id, tournament_id, entry_id, sequence);
create index on ledger_posting (tenant_id, venue_id, tournament_id, account);
call protect('ledger_entry', 'select, insert');
call protect('ledger_posting', 'select, insert');
do $$
begin
  execute 'create view ledger_tendered with (security_invoker = true) as ' ||
    (select words from tendered);
end $$;
grant select on ledger_tendered to felt_app;
