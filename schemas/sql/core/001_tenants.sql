-- Tenants: whoever runs venues. Every table has tenant_id, and every one of its keys begins with it;
-- row-level security is enabled and forced, so that a query sees one tenant's rows or none.
--
-- Roles (core/roles.ts makes them, for they are the whole server's): felt_owner owns what is here and
-- signs in nowhere; felt_app is what a tenant's request runs as; felt_platform lists and adds tenants.

-- Whose rows this transaction may see; null, which equals nobody's, where nobody has said.
create function current_tenant() returns uuid
  language sql stable
  return nullif(current_setting('app.tenant_id', true), '')::uuid;

-- Shuts a table to all but its tenant, with these privileges for it.
create procedure protect(target regclass, privileges text)
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy own_tenant on %s for all to felt_app '
    'using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', target);
  execute format('grant %s on %s to felt_app', privileges, target);
end $$;
revoke execute on procedure protect from public;

create table tenant (
  tenant_id uuid primary key,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null default now()
);
call protect('tenant', 'select');
grant select, insert on tenant to felt_platform;
create policy all_tenants on tenant for all to felt_platform using (true) with check (true);

-- A venue from before there were tenants becomes the one venue of a tenant of its own. Its token names
-- no tenant and is worth nothing any more: it is given a new one.
alter table venue rename to former_venue;
create temporary table moved on commit drop as
  select gen_random_uuid() as tenant_id, venue
    from (select venue from former_venue union select venue from document_room) known;
insert into tenant (tenant_id, name) select tenant_id, venue from moved;

create table venue (
  tenant_id uuid not null default current_tenant() references tenant,
  -- Made by the venue's Leaf at its first start.
  venue_id text not null,
  name text not null check (length(name) between 1 and 80),
  -- Of a token only the hash is kept: who reads the table cannot come in with it.
  token_hash bytea,
  -- While a new token is on its way the former one counts too.
  former_token_hash bytea,
  enrolled_at timestamptz not null default now(),
  primary key (tenant_id, venue_id)
);
call protect('venue', 'select, insert, update');
insert into venue (tenant_id, venue_id, name) select tenant_id, venue, venue from moved;
drop table former_venue;

-- A key with which one Leaf joins, once.
create table enrolment (
  tenant_id uuid not null default current_tenant() references tenant,
  key_hash bytea not null,
  venue_name text not null check (length(venue_name) between 1 and 80),
  expires_at timestamptz not null,
  used_by text,
  primary key (tenant_id, key_hash)
);
call protect('enrolment', 'select, insert, update');

-- Who signs in at /owner.
create table member (
  tenant_id uuid not null default current_tenant() references tenant,
  member_id uuid not null,
  sign_in_name text not null check (length(sign_in_name) between 1 and 80),
  role text not null check (role in ('owner', 'viewer')),
  -- None until the invitation was used.
  password text,
  invitation_hash bytea,
  invitation_expires_at timestamptz,
  primary key (tenant_id, member_id),
  unique (tenant_id, sign_in_name)
);
call protect('member', 'select, insert, update, delete');

-- Failures are counted against the name that was typed, whoever's it is or is not: the answers to a
-- name that exists and to one that does not are the same.
create table sign_in_failure (
  tenant_id uuid not null default current_tenant() references tenant,
  name_hash bytea not null,
  failures int not null,
  last_at timestamptz not null,
  primary key (tenant_id, name_hash)
);
call protect('sign_in_failure', 'select, insert, update, delete');

create table member_session (
  tenant_id uuid not null default current_tenant(),
  token_hash bytea not null,
  member_id uuid not null,
  expires_at timestamptz not null,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, member_id) references member on delete cascade
);
create index member_session_by_member on member_session (tenant_id, member_id);
call protect('member_session', 'select, insert, update, delete');

-- The documents of venues (sync-server/document-store-postgres.ts), which know nothing of tenants:
-- their rows are those of whoever writes them.
alter table document_room add column tenant_id uuid;
update document_room set tenant_id = moved.tenant_id from moved where moved.venue = document_room.venue;
alter table document_room
  alter column tenant_id set not null,
  alter column tenant_id set default current_tenant(),
  drop constraint document_room_pkey,
  add primary key (tenant_id, venue, room);
call protect('document_room', 'select, insert, update');

alter table document_update add column tenant_id uuid;
update document_update set tenant_id = moved.tenant_id from moved where moved.venue = document_update.venue;
alter table document_update
  alter column tenant_id set not null,
  alter column tenant_id set default current_tenant(),
  drop constraint document_update_pkey,
  add primary key (tenant_id, venue, room, sequence);
call protect('document_update', 'select, insert, delete');
