import type { EntryId } from "../schemas/ids.ts"
import type { Out } from "../schemas/documents/tournament.ts"
import { chips } from "../schemas/units.ts"
import { rankBusts, type Ranking } from "./busts.ts"
import { isInPlay, type Writes } from "./floor.ts"
import { type FloorEntry, playersLeft, type TournamentState } from "./tournament.ts"

/**
 * What it would do to send an entry out in the hand of another that is out already: how they rank,
 * or whose stacks at the start of the hand are still to be said.
 */
export type HandPlan =
  | { kind: "missing"; entryIds: EntryId[] }
  | { kind: "ranked"; ranking: Ranking; writes: Writes }

/** Who went out in the hand in which `first` did, itself among them, the first one first. */
export function handOf(state: TournamentState, first: EntryId): FloorEntry[] {
  const out = state.entries.find(({ entryId }) => entryId === first)?.out
  if (!out) return []
  const of = out.hand?.of ?? first
  return state.entries.filter(
    (each) => each.out && (each.entryId === first || each.out.hand?.of === of),
  )
}

/**
 * Plans that an entry went out in the same hand as another, or in the same hand-for-hand round at
 * another table (domain.md 3.8). Stacks decide only where two of them sat at one table.
 * @param first one that is out already
 * @param stacks in chips at the start of the hand, 1 or more; of those who are not in it the stack
 *   that was said before counts
 * @returns `null` where the entry is not in play, the other is not out, or nobody would be left to
 *   have won the hand
 */
export function planSameHand(
  state: TournamentState,
  first: EntryId,
  entryId: EntryId,
  stacks: ReadonlyMap<EntryId, number>,
): HandPlan | null {
  const before = handOf(state, first)
  const entry = state.entries.find((each) => each.entryId === entryId)
  const out = before.find((each) => each.entryId === first)?.out
  if (!entry || !out || !isInPlay(state, entryId)) return null
  const members = [...before, entry]
  const tables = members.map(tableOf)
  // Somebody at each of the tables has won the chips.
  if (playersLeft(state) - 1 < new Set(tables).size) return null
  const stackOf = (each: FloorEntry) => stacks.get(each.entryId) ?? each.out?.hand?.stack
  const missing = members.filter(
    (each, index) =>
      stackOf(each) === undefined &&
      tables.some((table, other) => other !== index && table === tables[index]),
  )
  if (missing.length > 0) return { kind: "missing", entryIds: missing.map((each) => each.entryId) }
  const ranking = rankBusts({
    playersLeft: playersLeft(state) + before.length,
    busts: members.map((each) => ({
      entryId: each.entryId,
      table: tableOf(each),
      // Alone at its table its stack decides nothing.
      stack: stackOf(each) ?? 1,
    })),
    handForHand: new Set(tables).size > 1,
  })
  const writes = members.map((each) => {
    const stack = stackOf(each)
    const hand = {
      of: out.hand?.of ?? first,
      rank: 1 + ranking.groups.findIndex(({ entryIds }) => entryIds.includes(each.entryId)),
      ...(stack !== undefined && { stack: chips(stack) }),
    }
    const value: Out = { order: out.order, at: out.at, hand }
    return [`entry/${each.entryId}/out`, value] as const
  })
  return { kind: "ranked", ranking, writes }
}

/** Without a seat on record an entry is at a table of its own. */
const tableOf = ({ entryId, seat }: FloorEntry): string => seat?.table ?? `none-${entryId}`
