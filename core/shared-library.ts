import { createHash } from "node:crypto"
import * as v from "valibot"
import { LibraryItemId } from "../schemas/ids.ts"
import type { SharedChange, SharedChangesPage } from "../schemas/library.ts"
import type { Tenants } from "./tenants.ts"
import type { VenueOf } from "./venues.ts"

const PAGE = 200
/** A thousand items of a thousand changes: a tenant that has more is no card room. */
const MOST_CHANGES = 1_000_000

/**
 * The library that a tenant's venues share. Core keeps the changes in the order in which they came
 * and gives them to every Leaf; each Leaf checks them as it does a device's, and merges them.
 */
export class SharedLibrary {
  readonly #tenants: Tenants

  constructor(tenants: Tenants) {
    this.#tenants = tenants
  }

  /** Changes after a number, in order; a page that is not full is the last. */
  page({ tenantId }: VenueOf, after: number): Promise<SharedChangesPage> {
    return this.#tenants.within(tenantId, async (sql) => {
      const { rows } = await sql.query(
        "select number, item_id, change from library_change " +
          "where number > $1 order by number limit $2",
        [after, PAGE],
      )
      const changes = v.parse(v.array(Row), rows)
      return {
        changes: changes.map(({ item_id: itemId, change }) => ({
          itemId,
          change: Buffer.from(change).toString("base64"),
        })),
        last: changes.at(-1)?.number ?? after,
        isEnd: changes.length < PAGE,
      }
    })
  }

  /**
   * Adds what a Leaf has made; what is there already is not added again.
   * @returns whether there was room
   */
  add({ tenantId, venueId }: VenueOf, changes: readonly SharedChange[]): Promise<boolean> {
    const rows = changes.map(({ itemId, change }) => {
      const bytes = Buffer.from(change, "base64")
      const hash = createHash("sha256").update(bytes).digest("hex")
      return { item_id: itemId, hash: `\\x${hash}`, change: `\\x${bytes.toString("hex")}` }
    })
    return this.#tenants.within(tenantId, async (sql) => {
      await sql.query("insert into library_head (last_number) values (0) on conflict do nothing")
      // One at a time, so that whoever has read up to a number has missed none below it.
      const { rows: heads } = await sql.query("select last_number from library_head for update")
      const [head] = v.parse(v.tuple([Head]), heads)
      if (head.last_number + rows.length > MOST_CHANGES) return false
      const { rows: added } = await sql.query<{ number: string }>(ADD, [
        venueId,
        JSON.stringify(rows),
        head.last_number,
      ])
      if (added.length > 0)
        await sql.query("update library_head set last_number = $1", [added.at(-1)?.number])
      return true
    })
  }
}

const Whole = v.pipe(v.string(), v.transform(Number), v.safeInteger())
const Head = v.object({ last_number: Whole })
const Row = v.object({ number: Whole, item_id: LibraryItemId, change: v.instance(Uint8Array) })

const ADD = `
with incoming as (
  select distinct on (item_id, hash) item_id, hash, change, place
    from rows from (json_to_recordset($2) as (item_id text, hash bytea, change bytea))
      with ordinality as given (item_id, hash, change, place)
   order by item_id, hash, place
), fresh as (
  select item_id, hash, change, place from incoming
   where not exists (
     select from library_change kept
      where kept.item_id = incoming.item_id and kept.hash = incoming.hash)
)
insert into library_change (number, item_id, hash, change, venue_id)
select $3 + row_number() over (order by place), item_id, hash, change, $1 from fresh
returning number`
