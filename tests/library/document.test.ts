import { test } from "uvu"
import * as assert from "uvu/assert"
import { readItem } from "../../domain/library-items.ts"
import { removeRow, rowsOf, writesBetween } from "../../domain/library-fields.ts"
import { type Clash, clashesOf, writesToChoose } from "../../library/clashes.ts"
import {
  applyChanges,
  changesSince,
  fieldsOf,
  headsOf,
  type ItemDocument,
  loadDocument,
  newDocument,
  saveDocument,
  write,
  writeSince,
} from "../../library/document.ts"
import {
  differencesBetween,
  changesOf,
  historyOf,
  newestWhole,
  writesBackTo,
} from "../../library/history.ts"
import { problemOf } from "../../library/intake.ts"
import { documentOf, signed, STRUCTURE, TOP_THREE } from "../support/library.ts"

/** A copy on another device. */
const copy = (doc: ItemDocument): ItemDocument => loadDocument(saveDocument(doc))
/** The first has what the second did as well. */
const meet = (one: ItemDocument, other: ItemDocument): ItemDocument =>
  applyChanges(one, changesSince(other, headsOf(one)))

const doc = documentOf(STRUCTURE)
const [first, second] = rowsOf(fieldsOf(doc), "level")
if (!first || !second) throw new Error("There are no levels.")
const blind = (id: string) => `level/${id}/bigBlind`
const base = fieldsOf(doc)
const touch = (id: string, bigBlind: number) =>
  writesBetween(base, { ...base, [blind(id)]: bigBlind })
const noon = (minute: number) => signed("anyone", minute).at

test("what is stored and loaded again is the same, and reads as the value", () => {
  const again = copy(doc)
  assert.equal(fieldsOf(again), fieldsOf(doc))
  const reading = readItem(fieldsOf(again))
  assert.equal("value" in reading && reading.value, STRUCTURE)
})

test("two devices apart: different levels merge and nobody is asked", () => {
  const anna = write(copy(doc), touch(first.id, 150), signed("anna", 1))
  const bo = write(copy(doc), touch(second.id, 250), signed("bo", 2))
  const [one, other] = [meet(anna, bo), meet(bo, anna)]
  assert.equal(fieldsOf(one), fieldsOf(other))
  assert.is(fieldsOf(one)[blind(first.id)], 150)
  assert.is(fieldsOf(one)[blind(second.id)], 250)
  assert.equal(clashesOf(one), [])
})

test("the same field of the same level: both values, who and when; choosing ends it everywhere", () => {
  const anna = write(copy(doc), touch(first.id, 150), signed("anna", 1))
  const bo = write(copy(doc), touch(first.id, 300), signed("bo", 2))
  const joined = meet(anna, bo)
  const [clash, ...more] = clashesOf(joined)
  assert.equal(more, [], "that the level is there is said alike by both")
  assert.is(clash?.key, blind(first.id))
  assert.equal(
    clash?.choices.map(({ value, version }) => [value, version.by, version.at]),
    [
      [150, "anna", noon(1)],
      [300, "bo", noon(2)],
    ],
  )
  assert.is(clash?.choices.filter(({ isShown }) => isShown).length, 1)
  for (const [by, value] of [
    ["anna", 150],
    ["bo", 300],
  ] as const) {
    const chosen = write(joined, choose(clash, by), signed("cleo", 3, "choose"))
    assert.equal(clashesOf(chosen), [])
    assert.is(fieldsOf(chosen)[blind(first.id)], value)
    assert.equal(clashesOf(meet(meet(bo, anna), chosen)), [], "also on the others' devices")
  }
})

const choose = (clash: Clash | undefined, by: string) => {
  const choice = clash?.choices.find(({ version }) => version.by === by)
  if (!clash || !choice) throw new Error(`There is nothing of ${by}'s to choose.`)
  return writesToChoose(clash, choice)
}

test("one removes a level while another changes it: nobody loses, somebody chooses", () => {
  const anna = write(copy(doc), removeRow("level", first.id), signed("anna", 1))
  const bo = write(copy(doc), touch(first.id, 300), signed("bo", 2))
  const [clash] = clashesOf(meet(anna, bo))
  assert.is(clash?.key, `level/${first.id}/here`)
  const kept = write(meet(anna, bo), choose(clash, "bo"), signed("cleo", 3, "choose"))
  assert.is(rowsOf(fieldsOf(kept), "level")[0]?.fields["bigBlind"], 300, "with what was changed")
  const gone = write(meet(anna, bo), choose(clash, "anna"), signed("cleo", 3, "choose"))
  assert.is(rowsOf(fieldsOf(gone), "level")[0]?.id, second.id)
  for (const settled of [kept, gone]) assert.equal(clashesOf(settled), [])
})

test("who saves what was opened before somebody else's change clashes with it, online too", () => {
  const opened = headsOf(doc)
  const newer = write(copy(doc), touch(first.id, 150), signed("anna", 1))
  const saved = writeSince(newer, opened, touch(first.id, 300), signed("bo", 2))
  assert.is(clashesOf(saved).length, 1)
  assert.equal(clashesOf(newer), [], "the document that was written since is as it was")
})

test("the history says who, when and what; two versions compare; going back loses nothing", () => {
  const made = copy(doc)
  const once = write(made, touch(first.id, 150), signed("anna", 1))
  const twice = write(once, removeRow("level", second.id), signed("bo", 2))
  const [origin, edit, removal] = historyOf(twice)
  if (!origin || !edit || !removal) throw new Error("There are three versions.")
  assert.equal(
    [origin, edit, removal].map(({ by, act, at }) => [by, act, at]),
    [
      ["anna", "make", noon(0)],
      ["anna", "edit", noon(1)],
      ["bo", "edit", noon(2)],
    ],
  )
  assert.is(changesOf(twice, origin).length > 20, true, "all of it was new")
  assert.equal(
    changesOf(twice, edit).map(({ kind }) => kind),
    ["field"],
  )
  assert.equal(
    differencesBetween(twice, origin, removal).map(({ kind }) => kind),
    ["removed", "field"],
  )
  const back = write(twice, writesBackTo(twice, origin), signed("cleo", 3, "go-back"))
  const reading = readItem(fieldsOf(back))
  assert.equal("value" in reading && reading.value, STRUCTURE)
  assert.is(historyOf(back).length, 4, "a change more, and none less")
  const undone = write(back, writesBackTo(back, removal), signed("cleo", 4, "go-back"))
  assert.equal(differencesBetween(undone, removal, { hash: headsOf(undone)[0] ?? "" }), [])
})

test("two changes that make sense alone and none together: the one before holds until then", () => {
  const table = documentOf(TOP_THREE)
  const share = (one: number, two: number) => ({ "place/1/share": one, "place/2/share": two })
  const anna = write(copy(table), share(6_000, 2_000), signed("anna", 1))
  const bo = write(copy(table), { "place/1/share": 5_500, "place/3/share": 1_500 }, signed("bo", 2))
  const joined = meet(anna, bo)
  assert.match(problemOf(joined) ?? "", /10,000 basis points/)
  assert.ok(newestWhole(joined))
  const put = writesBetween(fieldsOf(joined), fieldsOf(anna))
  assert.is(problemOf(write(joined, put, signed("cleo", 3))), null)
  assert.is(newestWhole(newDocument()), null)
})

test.run()
