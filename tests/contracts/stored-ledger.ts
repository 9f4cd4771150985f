import type { suite } from "uvu"
import * as assert from "uvu/assert"
import { GENESIS_HASH } from "../../domain/ledger.ts"
import { fingerprintOfEntries } from "../../ledger/rows.ts"
import type { StoredLedger } from "../../ledger/store.ts"
import type { Entry } from "../../schemas/entry.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { ReportBy } from "../../schemas/report.ts"
import * as v from "valibot"
import { buyIns, intent } from "../support/intents.ts"
import { linesOf } from "../support/ledger-lines.ts"

const [t1, t2] = [v.parse(TournamentId, "t1"), v.parse(TournamentId, "t2")]

/** Two tournaments with sales by several people and methods, what was taken back, and what was refused. */
export const NIGHT: Entry[] = linesOf([
  intent("open-tournament"),
  intent("open-tournament", { tournamentId: "t2" }),
  ...buyIns(4),
  intent("buy-in", { playerId: "p9", entryId: "e9", method: "card", staffId: "other" }),
  intent("buy-in", { tournamentId: "t2", playerId: "p1", entryId: "f1", amountCents: 5_500 }),
  intent("rebuy"),
  intent("add-on", { entryId: "e2" }),
  intent("rebuy", { entryId: "nobody" }),
  intent("void", { sequence: 9 }),
  intent("buy-in", { playerId: "p3", entryId: "e3", staffId: "other" }),
])

async function* of(entries: readonly Entry[]): AsyncIterable<Entry> {
  yield* entries
}

/** What every form of a stored ledger must do. What it answers is compared between the forms. */
export function storedLedgerContract(
  test: ReturnType<typeof suite>,
  open: () => Promise<StoredLedger>,
) {
  test("an empty one begins before line 1", async () => {
    const { sequence, hash } = await (await open()).head()
    assert.equal([sequence, hash], [0, GENESIS_HASH])
  })

  test("lines come back as they were, of one tournament or of all, page by page", async () => {
    const stored = await open()
    await stored.project(NIGHT.slice(0, 5))
    await stored.project([])
    await stored.project(NIGHT.slice(5))
    const { sequence, hash } = await stored.head()
    assert.equal([sequence, hash], [NIGHT.length, NIGHT.at(-1)?.hash])
    assert.equal(await stored.entries({ tournament: null, after: 0, limit: 100 }), NIGHT)
    assert.equal(await stored.entries({ tournament: null, after: 3, limit: 2 }), NIGHT.slice(3, 5))
    assert.equal(
      await stored.entries({ tournament: t2, after: 0, limit: 100 }),
      NIGHT.filter((each) => each.intent.tournamentId === t2),
    )
  })

  test("what is not next is refused, and nothing of it is stored", async () => {
    const stored = await open()
    await stored.project(NIGHT.slice(0, 3))
    const others = linesOf([intent("open-tournament"), ...buyIns(5)])
    for (const wrong of [NIGHT.slice(4), NIGHT.slice(0, 3), NIGHT.slice(2), others.slice(3)])
      await stored.project(wrong).then(
        () => assert.unreachable(),
        (error: Error) => assert.match(error.message, /next/),
      )
    assert.is((await stored.head()).sequence, 3)
    assert.is((await stored.sums()).lines, 3)
  })

  test("every account of a tournament sums up what its lines moved", async () => {
    const stored = await open()
    await stored.project(NIGHT)
    const expected = new Map<string, number>()
    for (const { intent: asked, outcome } of NIGHT)
      if (asked.tournamentId === t1 && outcome.kind === "accepted")
        for (const { account, amountCents } of outcome.postings)
          expected.set(account, (expected.get(account) ?? 0) + amountCents)
    const found = await stored.balances(t1)
    assert.equal(
      new Map(found.map(({ account, balanceCents }) => [account, balanceCents])),
      expected,
    )
    assert.ok(expected.size > 2)
  })

  test("its fingerprint is that of the lines, and another one where anything is missing", async () => {
    const stored = await open()
    await stored.project(NIGHT)
    for (const upTo of [0, 5, NIGHT.length])
      assert.is(
        await stored.fingerprint(upTo),
        await fingerprintOfEntries(of(NIGHT.slice(0, upTo))),
      )
    assert.is.not(await stored.fingerprint(5), await stored.fingerprint(6))
  })
}

/** All that can be asked, as one value. */
export const answersOf = async (stored: StoredLedger) => ({
  reports: await Promise.all(
    ReportBy.options.flatMap((by) => [null, t1, t2].map((night) => stored.report(by, night))),
  ),
  balances: await Promise.all([t1, t2].map((night) => stored.balances(night))),
  fingerprint: await stored.fingerprint(NIGHT.length),
})
