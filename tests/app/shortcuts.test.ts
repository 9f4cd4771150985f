import { test } from "uvu"
import * as assert from "uvu/assert"
import { sections } from "../../app/features/venue/sections.ts"
import { type Pressed, shortcutOf } from "../../app/features/venue/shortcuts.ts"

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const press = (key: string, more: Partial<Pressed> = {}, isTyping = false) =>
  shortcutOf({ ...plain, key, ...more }, isTyping)

test("a digit opens the section of that place; one without a section does nothing", () => {
  for (let digit = 1; digit <= 9; digit++) {
    const section = sections[digit - 1]
    assert.equal(press(String(digit)), section ? { kind: "section", section } : null)
  }
  assert.is(press("0"), null)
})

test("search, help, and undo as everywhere", () => {
  assert.equal(press("/"), { kind: "search" })
  assert.equal(press("?", { shiftKey: true }), { kind: "help" })
  assert.equal(press("z", { ctrlKey: true }), { kind: "undo" })
  assert.equal(press("z", { metaKey: true }), { kind: "undo" })
  assert.is(press("Z", { ctrlKey: true, shiftKey: true }), null, "that is redo")
  assert.is(press("z"), null)
})

test("in a field letters are letters; with Alt or Ctrl a digit is the browser's", () => {
  for (const key of ["1", "/", "?"]) assert.is(press(key, {}, true), null)
  assert.is(press("z", { ctrlKey: true }, true), null, "the field has its own undo")
  assert.is(press("1", { altKey: true }), null)
  assert.is(press("1", { ctrlKey: true }), null)
})

test.run()
