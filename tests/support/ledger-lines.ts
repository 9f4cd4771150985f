import { writeFileSync } from "node:fs"
import * as assert from "uvu/assert"
import { decide } from "../../domain/decide.ts"
import { apply, newLedger } from "../../domain/ledger.ts"
import { seal, writeLine } from "../../ledger/chain.ts"
import type { EventLog, LogLine, LogRepair } from "../../ledger/event-log.ts"
import { LedgerInDoubt } from "../../ledger/recover.ts"
import type { Entry } from "../../schemas/entry.ts"
import type { Intent } from "../../schemas/intent.ts"
import { millis, sequence } from "../../schemas/units.ts"
import { temporaryFolder } from "./folder.ts"
import { buyIns, intent } from "./intents.ts"

/** What becomes of intents, one after the other, from line 1, all at one moment. */
export function linesOf(intents: Iterable<Intent>, recordedAt = millis(0)): Entry[] {
  const state = newLedger()
  return Array.from(intents, (each) => {
    const entry = seal({
      version: 1,
      sequence: sequence(state.lastSequence + 1),
      previousHash: state.headHash,
      recordedAt,
      intent: each,
      outcome: decide(state, each),
    })
    apply(state, entry)
    return entry
  })
}

/** The first lines of a night: opened, then buy-ins. Every call tells another story. */
export const ledgerOf = (count: number): Entry[] =>
  linesOf([intent("open-tournament"), ...buyIns(count - 1)])

/** What a witness file with these entries holds. */
export const witnessText = (of: readonly Entry[]): string =>
  of.map((entry) => `${writeLine(entry)}\n`).join("")

/** A witness file of its own with that text. */
export function witnessFile(text: string): string {
  const path = `${temporaryFolder()}/ledger.jsonl`
  writeFileSync(path, text)
  return path
}

/** A log that keeps whatever it is given, in whatever place, and can be repaired. */
export class DamagedLog implements EventLog {
  lines: LogLine[]
  counted: number
  readonly alarms: string[] = []
  readonly steps: string[] = []
  readonly repair: LogRepair

  constructor(lines: readonly LogLine[], counted = lines.at(-1)?.sequence ?? 0) {
    this.lines = [...lines]
    this.counted = counted
    this.repair = {
      name: "now",
      keep: () => Promise.resolve(this.#step("keep", "the-copy")),
      empty: () => this.empty(),
      fill: (given) => this.fill(given),
      report: async (alarm) => void this.alarms.push(alarm),
    }
  }

  empty(): Promise<void> {
    this.lines = []
    this.counted = 0
    return Promise.resolve(this.#step("empty", undefined))
  }

  async fill(given: readonly LogLine[]): Promise<void> {
    this.#step("fill", undefined)
    await this.append(given)
  }

  lastSequence = () => Promise.resolve(this.counted)

  async *read(after: number): AsyncIterable<LogLine> {
    yield* this.lines.filter(({ sequence: at }) => at > after)
  }

  line = (wanted: number) =>
    Promise.resolve(this.lines.find(({ sequence: at }) => at === wanted) ?? null)

  append(lines: readonly LogLine[]): Promise<void> {
    for (const line of lines) {
      assert.is(line.sequence, this.counted + 1, "a line that is not the next one")
      this.lines.push(line)
      this.counted = line.sequence
    }
    return Promise.resolve()
  }

  #step<T>(name: string, result: T): T {
    this.steps.push(name)
    return result
  }
}

/** It is refused, as a ledger in doubt, in these words. */
export async function inDoubt(work: Promise<unknown>, words: RegExp) {
  await work.then(
    () => assert.unreachable("it was trusted"),
    (error) => {
      assert.instance(error, LedgerInDoubt)
      assert.match((error as Error).message, words)
    },
  )
}
