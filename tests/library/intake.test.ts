import * as Automerge from "@automerge/automerge/slim"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { clashesOf } from "../../library/clashes.ts"
import {
  applyChanges,
  changesSince,
  fieldsOf,
  headsOf,
  loadDocument,
  newDocument,
  saveDocument,
  write,
} from "../../library/document.ts"
import { takeChanges } from "../../library/intake.ts"
import { StaffId } from "../../schemas/ids.ts"
import { documentOf, signed, STRUCTURE } from "../support/library.ts"

const anna = v.parse(StaffId, "anna")
const { at: now } = signed("anna", 30)
const doc = documentOf(STRUCTURE)
const all = changesSince(doc, [])
const take = (changes: readonly Uint8Array[], by: StaffId | null = anna, onto = newDocument()) =>
  takeChanges(onto, changes, { by, now })
const copy = () => loadDocument(saveDocument(doc))

test("changes are taken, and only what was new of them is stored", () => {
  const taken = take(all)
  if (taken.kind !== "taken") throw new Error(taken.sentence)
  assert.equal(fieldsOf(taken.doc), fieldsOf(doc))
  assert.is(taken.fresh.length, all.length)
  const again = take(all, anna, taken.doc)
  assert.is(again.kind === "taken" && again.fresh.length, 0)
  assert.equal(headsOf(doc), headsOf(taken.doc))
})

/** A change that an honest device would not make. */
const change = (edit: (draft: Record<string, unknown>) => void, options = {}): Uint8Array => {
  const message = JSON.stringify({ by: "anna", on: "tablet", act: "edit" })
  const base = Automerge.init<Record<string, unknown>>()
  const made = Automerge.change(base, { message, time: now / 1_000, ...options }, edit)
  return Automerge.getLastLocalChange(made) ?? new Uint8Array()
}
const text = (value: string) => new Automerge.ImmutableString(value)
const later = write(copy(), { startingStack: 1 }, signed("anna", 1))
const evenLater = changesSince(
  write(later, { startingStack: 2 }, signed("anna", 2)),
  headsOf(later),
)

for (const [what, changes, reason] of [
  ["bytes that are no change", [new Uint8Array([1, 2, 3])], /changes\[0\].*no change/],
  ["a change that is cut off", [all[0]?.slice(0, -3) ?? new Uint8Array()], /no change/],
  ["a text that is edited letter by letter", [change((d) => (d["name"] = "Regular"))], /plain/],
  ["a list", [change((d) => (d["levels"] = [1, 2]))], /plain/],
  ["bytes", [change((d) => (d["name"] = new Uint8Array(3)))], /plain/],
  ["a moment", [change((d) => (d["name"] = new Date(0)))], /plain/],
  ["a name with markup", [change((d) => (d["<b>"] = 1))], /field's name/],
  [
    "a change that names nobody",
    [change((d) => (d["name"] = text("x")), { message: "hi" })],
    /who made it/,
  ],
  [
    "a change of somebody else's",
    [...changesSince(write(newDocument(), { a: 1 }, signed("bo", 1)), [])],
    /somebody else/,
  ],
  [
    "a change of next week",
    [change((d) => (d["a"] = 1), { time: now / 1_000 + 7 * 86_400 })],
    /set the clock/,
  ],
  [
    "too many fields",
    [
      change((d) => {
        for (let n = 0; n < 5_001; n++) d[`f${n}`] = n
      }),
    ],
    /5000 fields/,
  ],
  ["a change that builds upon one that is missing", evenLater, /did not come along/],
] as const)
  test(`${what}: refused in one sentence, and nothing is different`, () => {
    const before = copy()
    const taken = take(changes, anna, what.includes("missing") ? before : newDocument())
    assert.is(taken.kind, "refused")
    if (taken.kind === "refused") assert.match(taken.sentence, reason)
    assert.equal(fieldsOf(before), fieldsOf(doc))
  })

test("either value of a clash can be chosen, also the one that is shown", () => {
  const base = headsOf(doc)
  const apart = [1_000, 2_000].map((startingStack, index) =>
    write(copy(), { startingStack }, signed("anna", index)),
  )
  const joined = apart.reduce((one, other) => applyChanges(one, changesSince(other, base)), copy())
  const [clash] = clashesOf(joined)
  assert.is(clash?.choices.length, 2)
  for (const choice of clash?.choices ?? []) {
    const chosen = write(joined, { startingStack: choice.value }, signed("anna", 3, "choose"))
    const taken = take(changesSince(chosen, headsOf(joined)), anna, joined)
    if (taken.kind !== "taken") throw new Error(taken.sentence)
    assert.equal(clashesOf(taken.doc), [])
  }
})

test("what came through another Leaf may be anybody's", () => {
  const theirs = changesSince(write(newDocument(), { a: 1 }, signed("bo", 1)), [])
  assert.is(take(theirs, null).kind, "taken")
})

test.run()
