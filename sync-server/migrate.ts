import type { ClientBase } from "pg"

/** Of all programs that migrate one database, one at a time does. */
const MIGRATION_LOCK = 7_332_586

/** The database has had steps that this program does not know. */
export class NewerDatabase extends Error {
  override readonly name = "NewerDatabase"
}

/**
 * Runs those steps of an area that this database has not had, all or none, while no other does.
 * @throws NewerDatabase where the database has had more of them than there are
 */
export async function migrate(
  client: ClientBase,
  area: string,
  steps: readonly string[],
): Promise<void> {
  await client.query("begin")
  try {
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK])
    await client.query(
      "create table if not exists migration (area text, number int, primary key (area, number))",
    )
    const { rows } = await client.query<{ done: number }>(
      "select count(*)::int as done from migration where area = $1",
      [area],
    )
    const done = rows[0]?.done ?? 0
    if (done > steps.length)
      throw new NewerDatabase(
        `The database is that of a newer Felt (${area} ${done}, known here ${steps.length}).`,
      )
    for (const [index, step] of steps.entries()) {
      if (index < done) continue
      await client.query(step)
      await client.query("insert into migration values ($1, $2)", [area, index + 1])
    }
    await client.query("commit")
  } catch (error) {
    // Without a connection the server rolls back by itself.
    await client.query("rollback").catch(() => undefined)
    throw error
  }
}
