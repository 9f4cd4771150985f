import * as assert from "uvu/assert"
import * as v from "valibot"
import { accountOf } from "../../domain/account.ts"
import { openConflicts } from "../../domain/ledger.ts"
import { type Random, seededRandom, uniform } from "../../domain/random.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { TERMS } from "./intents.ts"
import { Leaf, Tablet } from "./random-venue.ts"

export const TOURNAMENT = v.parse(TournamentId, "t1")
const STEPS = 120
const PLAYERS = 8
const TERMS_WITH_BOUNTIES = {
  ...TERMS,
  buyIn: { ...TERMS.buyIn, bountyCents: 500 },
  guaranteeCents: 30_000,
  limits: { rebuy: { most: 3 } },
}
const RESOLUTIONS = [
  { kind: "accept" },
  { kind: "drop" },
  { kind: "instead", replacement: { kind: "rebuy", entryId: "e1" } },
]

/** One random thing that a person does at a tablet, by what that tablet knows. */
function act(tablet: Tablet, random: Random, step: number): void {
  const pick = (below: number) => uniform(random, below)
  const player = 1 + pick(PLAYERS)
  const entry = { entryId: `e${player}` }
  const account = accountOf(tablet.state, TOURNAMENT)
  switch (pick(16)) {
    case 0:
    case 1:
    case 2:
      // Two tablets apart may make two entries of one player.
      return tablet.ask("buy-in", {
        playerId: `p${player}`,
        entryId: pick(3) === 0 ? `e${player}-${step}` : `e${player}`,
      })
    case 3:
      return tablet.ask("re-entry", { playerId: `p${player}`, entryId: `e${player}-${step}` })
    case 4:
    case 5:
      return tablet.ask("rebuy", entry)
    case 6:
      return tablet.ask("add-on", { ...entry, method: "card" })
    case 7:
      return tablet.ask("set-payouts", { payouts: { shares: [6_000, 4_000], unitCents: 100 } })
    case 8: {
      const place = 1 + pick(2)
      const amountCents = account?.prizesCents[place - 1] ?? 100
      return tablet.ask("payout", { ...entry, place, amountCents })
    }
    case 9:
      return tablet.ask("bounty", {
        ...entry,
        loserEntryId: `e${1 + pick(PLAYERS)}`,
        amountCents: 500,
      })
    case 10:
      return tablet.ask(pick(2) === 0 ? "void" : "refund", {
        sequence: 1 + pick(Math.max(1, tablet.state.lastSequence)),
      })
    case 11:
      return tablet.ask(pick(2) === 0 ? "close-registration" : "reopen-registration", {})
    case 12:
      return tablet.ask("top-up", { amountCents: account?.overlayMissingCents || 1 })
    default: {
      const conflict = openConflicts(tablet.state)[0]
      if (!conflict) return
      tablet.ask("resolve", {
        conflict: conflict.sequence,
        resolution: RESOLUTIONS[pick(RESOLUTIONS.length)],
        tournamentId: conflict.intent.tournamentId,
      })
    }
  }
}

/** A random night of five tablets that come and go; the same for the same seed. */
export function play(seed: string): { leaf: Leaf; tablets: Tablet[] } {
  const random = seededRandom(seed)
  const leaf = new Leaf()
  const tablets = ["a", "b", "c", "d", "e"].map((name) => new Tablet(name))
  tablets[0]?.ask("open-tournament", { terms: TERMS_WITH_BOUNTIES })
  for (let step = 0; step < STEPS; step++) {
    const tablet = tablets[uniform(random, tablets.length)]
    assert.ok(tablet)
    if (!tablet) continue
    if (uniform(random, 12) === 0) tablet.isOnline = !tablet.isOnline
    act(tablet, random, step)
    for (const each of tablets) {
      if (uniform(random, 3) > 0) each.send(leaf, random)
      if (uniform(random, 3) > 0) each.read(leaf, 1 + uniform(random, 9))
    }
  }
  for (const tablet of tablets) tablet.isOnline = true
  while (tablets.some(({ outbox }) => outbox.length > 0))
    for (const tablet of tablets) tablet.send(leaf, random)
  for (const tablet of tablets) tablet.read(leaf, Number.POSITIVE_INFINITY)
  return { leaf, tablets }
}
