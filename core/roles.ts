import type { ClientBase } from "pg"
import { StartRefused } from "../program/start-refused.ts"

/** What a tenant's request runs as. It may sign in nowhere and bypass nothing. */
export const APP_ROLE = "felt_app"
/** Lists tenants and adds them, and sees nothing else. */
export const PLATFORM_ROLE = "felt_platform"
/** As which Core signs in to its own Postgres: without a right of its own, only to become one of the two. */
export const CORE_ROLE = "felt_core"
/** Owns every table, and signs in nowhere. */
const OWNER_ROLE = "felt_owner"

const NOT_ALLOWED = "42501"

const MAKE_ROLES = `
do $$
declare
  name text;
begin
  foreach name in array array['${OWNER_ROLE}', '${APP_ROLE}', '${PLATFORM_ROLE}'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin noinherit', name);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = '${CORE_ROLE}') then
    create role ${CORE_ROLE} login noinherit;
  end if;
  foreach name in array array['${APP_ROLE}', '${PLATFORM_ROLE}'] loop
    execute format('grant %I to ${CORE_ROLE} with inherit false, set true', name);
    if not pg_has_role(current_user, name, 'set') then
      execute format('grant %I to current_user with inherit false, set true', name);
    end if;
  end loop;
  if not pg_has_role(current_user, '${OWNER_ROLE}', 'set') then
    grant ${OWNER_ROLE} to current_user with inherit true, set true;
  end if;
end $$`

/**
 * Makes the roles that are missing. They belong to the whole server and not to one database, so they
 * are no step of a migration.
 * @throws StartRefused where the database's user may make none
 */
export async function makeRoles(client: ClientBase): Promise<void> {
  try {
    await client.query(MAKE_ROLES)
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === NOT_ALLOWED)) throw cause
    throw new StartRefused(
      `The database's user may not make the roles ${OWNER_ROLE}, ${APP_ROLE}, ${PLATFORM_ROLE} and ` +
        `${CORE_ROLE}. Set DATABASE_OWNER_URL to one who may (CREATEROLE).`,
      { cause },
    )
  }
}

/** Gives every table and function that was just made to the owner, under whom nobody signs in. */
export const GIVE_TO_OWNER = `
do $$
declare
  thing text;
begin
  execute 'grant usage, create on schema public to ${OWNER_ROLE}';
  for thing in
    select format('table %I', relname) from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
       and relowner <> '${OWNER_ROLE}'::regrole
    union all
    select format('routine %s', oid::regprocedure) from pg_proc
     where pronamespace = 'public'::regnamespace and proowner <> '${OWNER_ROLE}'::regrole
  loop
    execute format('alter %s owner to ${OWNER_ROLE}', thing);
  end loop;
  execute 'revoke create on schema public from public';
  execute 'grant usage on schema public to ${APP_ROLE}, ${PLATFORM_ROLE}';
end $$`
