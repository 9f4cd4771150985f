import type { EventPart } from "../schemas/documents/venue.ts"
import type { WishKind } from "../schemas/documents/registration.ts"
import type { PlayerId, TableId, TournamentId, WishId } from "../schemas/ids.ts"
import type { PhoneNight, PhoneOwn, Standing, WishState } from "../schemas/phone.ts"
import { type Cents, cents, type Millis, type Place } from "../schemas/units.ts"
import type { TournamentAccount } from "./account.ts"
import { chipsInPlay } from "./display.ts"
import { places } from "./entries.ts"
import type { LedgerState } from "./ledger.ts"
import { leagueOnPhone, ownLeague, type SeasonNow } from "./league-tables.ts"
import { limitOf } from "./limits.ts"
import { priceOf } from "./price.ts"
import { isFor, ownRegistration, type Registration } from "./registration.ts"
import { chipsOnFloor } from "./stages.ts"
import { type FloorEntry, playersLeft, type TournamentState } from "./tournament.ts"

/** So many of those who are out, and of the stacks, are on a phone. */
const OUT_MOST = 30
const STACKS_MOST = 10

/** A tournament as the Leaf knows it: floor, money, and what players have said of themselves. */
export type Joined = {
  tournamentId: TournamentId
  state: TournamentState
  /** Of the whole event, where it is part of one; `null` before it is opened in the ledger. */
  account: TournamentAccount | null
  part: EventPart | undefined
  endedAt: Millis | null
  registrations: ReadonlyMap<PlayerId, Registration>
  /** The season in which it counts; `null` where in none. */
  league: SeasonNow | null
}

/**
 * What anybody in the room may see of a tournament on a phone. Of the people there are those who gave
 * themselves a nickname, by that.
 * @returns `null` while the tournament has no structure yet
 */
export function phoneNight(joined: Joined): PhoneNight | null {
  const { tournamentId, state, account, part, endedAt, registrations, league } = joined
  if (!state.tournament) return null
  const { name, structure } = state.tournament
  const nicknameBy = (playerId: PlayerId) => registrations.get(playerId)?.nickname || undefined
  const nicknameOf = ({ playerId }: FloorEntry) => nicknameBy(playerId)
  const placeOf = placesShown(state)
  return {
    tournamentId,
    name,
    endedAt,
    levels: structure.levels,
    clock: state.clock,
    lateRegistrationEndsAt: structure.lateRegistrationEndsAt,
    currency: account?.terms.currency ?? null,
    poolCents: account?.poolCents ?? cents(0),
    prizesCents: account?.prizesCents ?? [],
    playersLeft: playersLeft(state),
    entries: (part ? null : account?.counts.entries) ?? state.entries.length,
    chipsInPlay: part ? chipsOnFloor(state, account, part) : chipsInPlay(state, account),
    out: state.entries
      .flatMap((entry) => {
        const [place, nickname] = [placeOf.get(entry.entryId), nicknameOf(entry)]
        return place === undefined || !nickname ? [] : [{ place, nickname }]
      })
      .toSorted((a, b) => a.place - b.place)
      .slice(0, OUT_MOST),
    stacks: state.entries
      .flatMap((entry) => {
        const nickname = nicknameOf(entry)
        return entry.chips && !entry.out && nickname
          ? [{ nickname, chips: entry.chips.count, at: entry.chips.at }]
          : []
      })
      .toSorted((a, b) => b.chips - a.chips)
      .slice(0, STACKS_MOST),
    league: league && leagueOnPhone(league, nicknameBy),
  }
}

/** What a phone is told of its own player. */
export function phoneOwn(
  joined: Joined,
  ledger: LedgerState,
  playerId: PlayerId,
  { ledgerId, now }: { ledgerId: TournamentId; now: Millis },
): PhoneOwn {
  const entry = ownEntry(joined.state, playerId)
  return {
    playerId,
    entryId: entry?.entryId ?? null,
    standing: standingOf(joined, entry),
    offers: entry ? offersTo(joined, ledger, entry, { ledgerId, now }) : [],
    registration: ownRegistration(joined.registrations.get(playerId)),
    wish: wishState(joined.registrations.get(playerId), ledger),
    league: joined.league && ownLeague(joined.league, playerId),
  }
}

/** The entry that is in play; of those that are out, the one made last. */
function ownEntry({ entries }: TournamentState, playerId: PlayerId): FloorEntry | undefined {
  const own = entries.filter((entry) => entry.playerId === playerId)
  return own.find(({ out }) => out === null) ?? own.at(-1)
}

/** The only entry so far has not won yet. */
const placesShown = ({ entries }: TournamentState) =>
  entries.length > 1 ? places(entries) : new Map<string, Place>()

function standingOf({ state, account }: Joined, entry: FloorEntry | undefined): Standing {
  if (!entry) return { kind: "not-entered" }
  const place = placesShown(state).get(entry.entryId) ?? null
  const prizeCents = (place !== null && account?.prizesCents[place - 1]) || null
  if (place === 1) return { kind: "won", prizeCents }
  if (entry.out) return { kind: "out", place, prizeCents }
  const numberOf = (id: TableId) => state.tables.find(({ tableId }) => tableId === id)?.number
  const table = entry.seat && numberOf(entry.seat.table)
  if (!entry.seat || !table) return { kind: "unseated" }
  const { seat, moved } = entry.seat
  const from = moved && numberOf(moved.from.table)
  return {
    kind: "seated",
    table,
    seat,
    moved:
      moved && from
        ? { from: { table: from, seat: moved.from.seat }, why: moved.why, at: moved.at }
        : null,
    stack: entry.chips && { chips: entry.chips.count, at: entry.chips.at },
  }
}

/** What would be sold to an entry now; what a limit stands against is not offered. */
function offersTo(
  { state, account }: Joined,
  { tournaments }: LedgerState,
  { entryId, out }: FloorEntry,
  { ledgerId, now }: { ledgerId: TournamentId; now: Millis },
): { kind: WishKind; priceCents: Cents }[] {
  const paid = account?.entries.get(entryId)
  if (!account || account.counts.payouts > 0 || !paid || paid.isVoid) return []
  const { terms } = account
  const wanted: WishKind[] = out || paid.addOns > 0 ? ["rebuy"] : ["rebuy", "add-on"]
  return wanted.flatMap((kind) => {
    const price = priceOf(terms, { kind })
    const ledger = tournaments.get(ledgerId) ?? null
    const limit = limitOf({ kind, entryId }, { state, terms, ledger, now })
    return price && !limit ? [{ kind, priceCents: price.priceCents }] : []
  })
}

/** What became of the latest wish; only what the ledger has written down is recorded. */
function wishState(registration: Registration | undefined, ledger: LedgerState): WishState | null {
  const { wish, answer } = registration ?? {}
  if (!wish) return null
  const about = { wish: wish.id, kind: wish.kind, line: null }
  const sold = soldBy(ledger, wish.id)
  if (sold) return { ...about, ...sold }
  return { ...about, state: answer?.wish === wish.id ? "no" : "asked" }
}

/** The line that fulfils a wish and stands, or the conflict about it that is open. */
function soldBy(ledger: LedgerState, wish: WishId): Pick<WishState, "state" | "line"> | null {
  for (const { movements } of ledger.tournaments.values())
    for (const { intent, sequence, voidedBy } of movements.values())
      if (voidedBy === null && isFor(intent, wish)) return { state: "recorded", line: sequence }
  for (const { intent, sequence, closed } of ledger.conflicts.values())
    if (closed === null && isFor(intent, wish)) return { state: "in-doubt", line: sequence }
  return null
}
