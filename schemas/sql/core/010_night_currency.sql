-- In what a tournament's amounts are, as its account was opened with: amounts of two currencies are
-- never added up. Null where no line has said.
alter table night add column currency text;
update night set currency = opened.currency
  from (select tenant_id, venue_id, tournament_id,
               max(line::jsonb #>> '{intent,terms,currency}') as currency
          from ledger_entry where kind = 'open-tournament' and outcome = 'accepted'
         group by 1, 2, 3) opened
 where (night.tenant_id, night.venue_id, night.tournament_id)
     = (opened.tenant_id, opened.venue_id, opened.tournament_id);
