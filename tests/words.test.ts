import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"

const folder = fileURLToPath(new URL("../app/words/", import.meta.url))
/** Words that are the same in both languages. */
const SAME = new Set([
  "Add-on",
  "Add-ons",
  "Administrator",
  "Ante",
  "Big blind",
  "Blinds",
  "Bounty",
  "Buy-in",
  "Chip chop",
  "Chips",
  "Core",
  "Dealer",
  "Disk",
  "Dr. Neau",
  "Event",
  "Floor",
  "Version",
  "Winamax",
  "Letter",
  "Live",
  "Log",
  "Offline",
  "Orange",
  "Organisation",
  "Person",
  "Re-entries",
  "Re-entry",
  "Rebuy",
  "Rebuys",
  "Small blind",
  "Start",
])

/** The one dictionary that a file exports. */
async function wordsIn(file: string): Promise<Record<string, unknown>> {
  const [words] = Object.values(
    v.parse(v.record(v.string(), v.unknown()), await import(folder + file)),
  )
  return v.parse(v.record(v.string(), v.unknown()), words)
}

test("every word has its translation, and none is left in English by accident", async () => {
  const english = readdirSync(folder).filter((file) => /^(.+-)?en\.ts$/.test(file))
  assert.ok(english.length > 10)
  for (const file of english) {
    const words = await wordsIn(file)
    const danish = await wordsIn(file.replace(/en\.ts$/, "da.ts"))
    assert.equal(Object.keys(danish).toSorted(), Object.keys(words).toSorted(), file)
    for (const [key, word] of Object.entries(words))
      if (typeof word === "string" && !SAME.has(word) && /^[A-Z][a-z]/.test(word))
        assert.is.not(danish[key], word, `${file}: ${key}`)
  }
})

test.run()
