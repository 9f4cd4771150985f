import * as v from "valibot"
import { ListedTournament } from "../../schemas/documents/venue.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { type Millis, millis } from "../../schemas/units.ts"

/** A tournament as the venue lists it. */
export type Listed = ListedTournament & { id: TournamentId }

/** So many that have not ended are followed in the background; more nobody runs in one room. */
const MOST_OPEN = 12
/** A choice holds for a night. */
const CHOICE_HOLDS_MS = 16 * 3_600_000

/** The tournaments of the venue, the newest first. */
export function listTournaments(values: ReadonlyMap<string, unknown>): Listed[] {
  return [...values]
    .flatMap(([key, value]) => {
      const [kind, name] = key.split("/")
      const id = v.safeParse(TournamentId, name)
      const tournament = v.safeParse(ListedTournament, value)
      return kind === "tournament" && id.success && tournament.success
        ? [{ id: id.output, ...tournament.output }]
        : []
    })
    .toSorted((a, b) => b.createdAt - a.createdAt)
}

/** Whether the venue has any league; told by the keys, as what reads them comes with what shows them. */
export const hasLeagues = (values: ReadonlyMap<string, unknown>): boolean =>
  [...values.keys()].some((key) => key.startsWith("league/"))

/** What a register of the list is for a tournament: all of it but the id, which is its key. */
export const listingOf = ({ id, ...listing }: Listed) => [`tournament/${id}`, listing] as const

/** The one to show where nobody has chosen: the newest that has not ended. */
export const newest = (all: readonly Listed[]): TournamentId | null =>
  (all.find(({ endedAt }) => endedAt === undefined) ?? all[0])?.id ?? null

/** The parts of the event that a tournament is one of, the first flight first; none where it is none. */
export function partsOf(all: readonly Listed[], id: TournamentId | null): Listed[] {
  const event = all.find((each) => each.id === id)?.part?.event
  if (event === undefined) return []
  return all.filter(({ part }) => part?.event === event).toSorted(byStage)
}

const byStage = (a: Listed, b: Listed): number => {
  const [one, other] = [stageOf(a), stageOf(b)]
  return one < other ? -1 : one > other ? 1 : a.createdAt - b.createdAt
}

/** `1A`, `2`: what tells the parts of one event apart; empty for a tournament on its own. */
export const stageOf = ({ part }: Pick<Listed, "part">): string =>
  part ? (part.kind === "flight" ? part.flight : String(part.day)) : ""

/** What a screen calls a part: the event's name and which part of it. */
export const partName = (name: string, stage: string): string =>
  `${name.slice(0, 59 - stage.length)} ${stage}`

/**
 * Whose rooms this device has open: those shown now and just before, so that an undo still finds its
 * floor; with each shown one its event's other parts, and the target of a satellite; and all that
 * have not ended, so that what happens at their tables is seen from here.
 */
export function roomsToOpen(
  all: readonly Listed[],
  shown: readonly (TournamentId | null)[],
): TournamentId[] {
  const wanted = new Set<TournamentId>()
  for (const id of shown) {
    if (id === null) continue
    wanted.add(id)
    for (const part of partsOf(all, id)) wanted.add(part.id)
    const target = all.find((each) => each.id === id)?.satellite?.target
    if (target !== undefined) wanted.add(target)
  }
  for (const { id } of all.filter(({ endedAt }) => endedAt === undefined).slice(0, MOST_OPEN))
    wanted.add(id)
  return [...wanted]
}

const Choice = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ id: TournamentId, at: v.number() }),
)

/** What this device chose, as it is kept. */
export const keptChoice = (id: TournamentId, now: Millis): string => JSON.stringify({ id, at: now })

/** Reads a kept choice; `null` where there is none, or it is of another night. */
export function readChoice(text: string | null, now: Millis): TournamentId | null {
  const kept = v.safeParse(Choice, text)
  return kept.success && now - kept.output.at < CHOICE_HOLDS_MS ? kept.output.id : null
}

/**
 * The number of the first table of a new tournament: 1 where nobody else plays, else the next ten
 * that nobody has begun.
 */
export function freeTablesFrom(taken: Iterable<number>): number {
  const highest = Math.max(0, ...taken)
  return highest === 0 ? 1 : Math.ceil(highest / 10) * 10 + 1
}

export const wallClock = (): Millis => millis(Date.now())
