import { cpSync, readFileSync } from "node:fs"
import * as assert from "uvu/assert"
import { natsPaths } from "../../program/nats-process.ts"
import type { Entry } from "../../schemas/entry.ts"
import { temporaryFolder } from "./folder.ts"
import { buyIns, intent } from "./intents.ts"
import { readiness, TestLeaf, witnessOf } from "./leaf.ts"

/** How the Leaf was stopped before. */
export type Stop = "clean" | "killed"

export const EARLIER = 12
export const LINES = 31

type Night = { earlier: string; stopped: Record<Stop, string>; lines: Entry[] }

/** One night, kept at three moments: an evening's backup, and its end, stopped in two ways. */
export const night: Night = await (async () => {
  const leaf = await new TestLeaf().start()
  const [earlier, clean, killed] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
  const players = buyIns(LINES - 1)
  const signedIn = await leaf.signIn()
  await signedIn.record([intent("open-tournament"), ...players.slice(0, EARLIER - 1)])
  await leaf.stop()
  cpSync(leaf.data, earlier, { recursive: true })
  await leaf.start()
  const again = await leaf.signIn()
  await again.record(players.slice(EARLIER - 1))
  const lines = await again.ledger(0)
  assert.is(lines.length, LINES)
  await leaf.kill()
  cpSync(leaf.data, killed, { recursive: true })
  await leaf.start()
  await leaf.stop()
  cpSync(leaf.data, clean, { recursive: true })
  return { earlier, stopped: { clean, killed }, lines }
})()

/** A copy of the night's data to do harm to. */
export function copyOf(folder: string): string {
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

export const ledgerFolder = (data: string) => `${natsPaths(data).store}/jetstream/$G/streams/LEDGER`
export { readiness, witnessOf }

/** It starts, has every line as it was, says what it repaired, and goes on with the next number. */
export async function startsWhole(data: string, alarm: RegExp | null): Promise<void> {
  const leaf = new TestLeaf({ FELT_DATA: data })
  await leaf.start()
  const client = await leaf.signIn()
  assert.equal(await client.ledger(0), night.lines)
  const { ready, checks } = await readiness(leaf)
  assert.ok(ready, JSON.stringify(checks))
  if (alarm) assert.match(checks["repair"]?.detail ?? "", alarm)
  else assert.is(checks["repair"], undefined)
  const [next] = await client.record([
    intent("buy-in", { playerId: "p-next", entryId: "e-next", observedSequence: LINES }),
  ])
  assert.equal([next?.seq, next?.outcome], [LINES + 1, "accepted"])
  assert.is(await leaf.stop(), 0)
}

/** It does not start, says why in one line, and leaves the witness as it is. */
export async function refuses(data: string, words: RegExp): Promise<void> {
  const before = readFileSync(witnessOf(data))
  const ended = await new TestLeaf({ FELT_DATA: data }).tryStart()
  assert.is(ended?.code, 2)
  assert.match(ended?.words ?? "", words)
  assert.is(ended?.words.trim().split("\n").length, 1, ended?.words)
  assert.equal(readFileSync(witnessOf(data)), before)
}
