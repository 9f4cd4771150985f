import { createSignal } from "solid-js"
import type { TournamentAccount } from "../../../domain/account.ts"
import { places } from "../../../domain/entries.ts"
import type { TournamentLedger } from "../../../domain/ledger.ts"
import { placeTaken, standing } from "../../../domain/movements.ts"
import { byText } from "../../../domain/order.ts"
import { shareOut, sum } from "../../../domain/share-out.ts"
import type { FloorEntry, TournamentState } from "../../../domain/tournament.ts"
import type { TournamentId } from "../../../schemas/ids.ts"
import type { Intent } from "../../../schemas/intent.ts"
import { type Cents, cents } from "../../../schemas/units.ts"

/** Places that are shared: their first, and how many share it. */
export type SharedPlaces = { place: number; entries: number }

type Floor = Pick<TournamentState, "entries">

const [said, setSaid] = createSignal<ReadonlyMap<TournamentId, readonly SharedPlaces[]>>(new Map())

/** The places that somebody on this device said are shared; once one is paid, the ledger says so. */
export const sharedHere = (tournament: TournamentId | null): readonly SharedPlaces[] =>
  (tournament === null ? undefined : said().get(tournament)) ?? []

/** Says that so many share a place, or with 1 that nobody does. */
export function sayShared(tournament: TournamentId, { place, entries }: SharedPlaces): void {
  const others = sharedHere(tournament).filter((tie) => !overlap(tie, { place, entries }))
  const own = entries > 1 ? [{ place, entries }] : []
  setSaid((all) => new Map([...all, [tournament, [...others, ...own]]]))
}

/** The shared places that payouts tell of, recorded or on their way. */
export function sharedByPayouts(
  ledger: TournamentLedger | null | undefined,
  onTheirWay: readonly Intent[],
): SharedPlaces[] {
  const recorded = ledger ? standing(ledger, ["payout"]).map(({ intent }) => intent) : []
  return [...recorded, ...onTheirWay].flatMap((intent) =>
    intent.kind === "payout" && intent.tie
      ? { place: intent.place, entries: intent.tie.entries }
      : [],
  )
}

/** Who has finished, by place: those who share one have the next ones too, by entry id. */
export function finishers({ entries }: Floor): Map<number, FloorEntry> {
  const found = new Map<number, FloorEntry>()
  for (const [place, group] of groupsOf(entries))
    for (const [index, entry] of group.entries()) found.set(place + index, entry)
  return found
}

/** The places that are shared by the floor: those that several entries have. */
export const sharedOnFloor = ({ entries }: Floor): SharedPlaces[] =>
  [...groupsOf(entries)].flatMap(([place, group]) =>
    group.length > 1 ? { place, entries: group.length } : [],
  )

/** What each of those who share gets, by position; the odd cents to the first (domain.md 4.5). */
export const partsOf = (prizes: readonly number[], { place, entries }: SharedPlaces): Cents[] =>
  shareOut(
    sum(prizes.slice(place - 1, place - 1 + entries)),
    Array.from({ length: entries }, () => 1),
  ).map(cents)

const MOST_OFFERED = 9

/** Among how many a place could be shared, as far as others have finished next to it, unpaid. */
export function tieChoices(
  account: TournamentAccount,
  state: TournamentState,
  place: number,
): { entries: FloorEntry[]; parts: Cents[] }[] {
  const finished = finishers(state)
  const isFree = (taken: number) =>
    finished.has(taken) &&
    taken > (account.deal?.shares.length ?? 0) &&
    ![...account.paidPlaces.keys()].some((paid) => paid === taken)
  const choices: ReturnType<typeof tieChoices> = []
  for (let count = 2; count <= MOST_OFFERED && isFree(place + count - 1); count++) {
    const sharing = Array.from({ length: count }, (_, index) => finished.get(place + index))
    choices.push({
      entries: sharing
        .flatMap((entry) => entry ?? [])
        .toSorted((a, b) => byText(a.entryId, b.entryId)),
      parts: partsOf(account.prizesCents, { place, entries: count }),
    })
  }
  return isFree(place) ? choices : []
}

/** The first of those who say it is right; what overlaps with an earlier one is left out. */
export function withoutOverlaps(ties: readonly SharedPlaces[]): SharedPlaces[] {
  const kept: SharedPlaces[] = []
  for (const tie of ties) if (!kept.some((other) => overlap(other, tie))) kept.push(tie)
  return kept
}

/** The place that an intent takes up; `null` where it pays none. */
export const placeOf = (intent: Intent): number | null =>
  intent.kind === "payout" ? placeTaken(intent) : null

const overlap = (a: SharedPlaces, b: SharedPlaces): boolean =>
  a.place < b.place + b.entries && b.place < a.place + a.entries

function groupsOf(entries: readonly FloorEntry[]): Map<number, FloorEntry[]> {
  const byId = new Map(entries.map((entry) => [entry.entryId, entry]))
  const groups = new Map<number, FloorEntry[]>()
  // The only entry so far has not won yet.
  if (entries.length < 2) return groups
  for (const [entryId, place] of places(entries)) {
    const entry = byId.get(entryId)
    if (entry) groups.set(place, [...(groups.get(place) ?? []), entry])
  }
  for (const group of groups.values()) group.sort((a, b) => byText(a.entryId, b.entryId))
  return groups
}
