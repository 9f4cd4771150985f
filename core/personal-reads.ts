import type { PersonalRead } from "../schemas/people.ts"
import type { TenantSql } from "./tenants.ts"

/** What was read of people, for the audit trail. */
type Read = {
  what: PersonalRead["what"]
  personId?: string
  people: number
}

/** Writes down that somebody has read. */
export async function noteRead(sql: TenantSql, reader: string, read: Read): Promise<void> {
  await sql.query(
    "insert into personal_read (reader, what, person_id, people) values ($1, $2, $3, $4)",
    [reader, read.what, read.personId ?? null, read.people],
  )
}
