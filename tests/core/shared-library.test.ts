import { suite } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { Library } from "../../leaf/library.ts"
import { LibraryUplink } from "../../leaf/uplink/library-uplink.ts"
import {
  applyChanges,
  changesSince,
  headsOf,
  type ItemDocument,
  newDocument,
  write,
} from "../../library/document.ts"
import { LibraryItemId, StaffId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { MemoryDocumentStore } from "../../sync-server/document-store-memory.ts"
import { TestCore } from "../support/core.ts"
import { CoreTenant } from "../support/core-tenant.ts"
import { documentOf, signed, TOP_THREE } from "../support/library.ts"
import { until } from "../support/until.ts"

const test = suite("shared library")

const NOON = millis(Date.UTC(2026, 10, 26, 12))
const itemId = v.parse(LibraryItemId, "top-three")
const anna = v.parse(StaffId, "anna")
const core = new TestCore()
const open: LibraryUplink[] = []
let tenant: CoreTenant
let here: Library
let there: Library
let foreign: Library
const refused: string[] = []
test.before(async () => {
  await core.start()
  tenant = await CoreTenant.make(core, "Two clubs")
  here = venue(tenant.leaf)
  there = venue(await tenant.addVenue("The Other Club", "other"))
  foreign = venue((await CoreTenant.make(core, "Somebody else")).leaf)
})
test.after(async () => {
  await Promise.all(open.map((uplink) => uplink.close()))
  await core.stop()
})

/** The library of a Leaf, kept in step with Core's. */
function venue(token: string): Library {
  const library = new Library(new MemoryDocumentStore(), () => NOON)
  open.push(
    new LibraryUplink({
      core: { url: core.url, token },
      library,
      meet: () => Promise.resolve(),
      now: () => NOON,
      patienceMs: () => 50,
      askEveryMs: 50,
      onError: () => {},
      onRefused: (_item, sentence) => refused.push(sentence),
    }),
  )
  return library
}

async function documentIn(library: Library): Promise<ItemDocument> {
  const found = await library.changesSince(itemId, [])
  return applyChanges(newDocument(), found?.changes ?? [])
}

/** A director at one venue gives the item another name, knowing what that venue knows. */
async function rename(library: Library, name: string, minute: number): Promise<void> {
  const doc = await documentIn(library)
  const next = write(doc, { name }, signed("anna", minute))
  const taken = await library.take(itemId, changesSince(next, headsOf(doc)), { by: anna, have: [] })
  assert.is(taken.kind === "refused" ? taken.sentence : taken.kind, "stored")
}

const namesIn = async (library: Library) =>
  (await library.list()).items.map(({ value, clashCount }) => [value.name, clashCount])
const areAlike = async () =>
  (await here.list()).digest === (await there.list()).digest && (await namesIn(there)).length > 0

test("what one venue makes the other has, and no other tenant's", async () => {
  const changes = changesSince(documentOf(TOP_THREE), [])
  await here.take(itemId, changes, { by: anna, have: [] })
  await until("the other venue has it", areAlike)
  assert.equal(await namesIn(there), [["Top 3", 0]])
  assert.equal(await namesIn(foreign), [])
})

test("two venues that change one field while Core is away: both values are kept, and the clash is shown at both", async () => {
  await core.kill()
  await rename(here, "Three", 1)
  await rename(there, "Best of three", 2)
  await core.start()
  await until("they are alike", areAlike)
  const [[, clashes] = []] = await namesIn(here)
  assert.is(clashes, 1)
})

test("what a broken Leaf sends is refused by the others, and stops nothing", async () => {
  await core.ask("POST", "/api/venue/library", {
    token: tenant.leaf,
    body: { changes: [{ itemId, change: Buffer.from("no change").toString("base64") }] },
  })
  await rename(here, "Two", 3)
  // Whoever starts anew reads it too.
  const late = venue(await tenant.addVenue("A Third Club", "third"))
  await until(
    "it has everything",
    async () => (await late.list()).digest === (await here.list()).digest,
  )
  assert.ok(refused.some((sentence) => /no change of an Automerge document/.test(sentence)))
})

test("the same again is kept once", async () => {
  const known = (await here.allChanges()).find((each) => each.itemId === itemId)
  const changes = (known?.changes ?? []).map((change) => ({
    itemId,
    change: Buffer.from(change).toString("base64"),
  }))
  const size = async () => {
    const answer = await core.ask("GET", "/api/venue/library?after=0", { token: tenant.leaf })
    return v.parse(v.object({ last: v.number() }), await answer.json()).last
  }
  const before = await size()
  await core.ask("POST", "/api/venue/library", { token: tenant.leaf, body: { changes } })
  assert.is(await size(), before)
})

test.run()
