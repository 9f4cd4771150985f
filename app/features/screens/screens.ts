import * as v from "valibot"
import { listedDisplays } from "../../../domain/screens.ts"
import { DisplayName, DisplaySetting } from "../../../schemas/documents/venue.ts"
import { DisplayId, type TournamentId } from "../../../schemas/ids.ts"
import type { Millis } from "../../../schemas/units.ts"
import type { ScreensAnswer } from "../../../schemas/display.ts"

/** Whether a screen is there, as the Leaf sees it. */
export type Standing =
  | { kind: "live"; screens: number; since: Millis }
  | { kind: "lost"; since: Millis }
  /** Not once since the Leaf started. */
  | { kind: "unseen"; startedAt: Millis }
  /** The Leaf cannot be asked. */
  | { kind: "unknown" }

export type ScreenView = {
  displayId: DisplayId
  /** `null` where nobody has given it one. */
  name: string | null
  tournamentId: TournamentId | null
  /** Whether the staff have added it; one that is only open somewhere asks to be. */
  isListed: boolean
  standing: Standing
}

/**
 * Every screen of the venue: those that the staff have added, by name, then those that are open
 * somewhere and nobody knows.
 * @param values the registers of the venue's document
 * @param answer `null` without contact with the Leaf
 */
export function screenViews(
  values: ReadonlyMap<string, unknown>,
  answer: ScreensAnswer | null,
): ScreenView[] {
  const listed = listedDisplays(values)
  const strangers = (answer?.screens ?? [])
    .filter(({ displayId, connected }) => connected > 0 && !listed.has(displayId))
    .map(({ displayId }) => displayId)
  const view = (displayId: DisplayId) => ({
    displayId,
    name: nameIn(values, displayId),
    tournamentId: tournamentIn(values, displayId),
    isListed: listed.has(displayId),
    standing: standingOf(displayId, answer),
  })
  const title = ({ name, displayId }: ScreenView) => name ?? displayId
  return [
    ...[...listed].map(view).toSorted((a, b) => title(a).localeCompare(title(b))),
    ...strangers.map(view),
  ]
}

/** How many screens that the staff have added were there and are not any more. */
export const lostScreens = (views: readonly ScreenView[]): number =>
  views.filter(({ isListed, standing }) => isListed && standing.kind === "lost").length

/**
 * The id of a new screen: its name as it can stand in an address.
 * @param taken the ids that there are
 */
export function displayIdFor(name: string, taken: readonly string[]): DisplayId {
  const plain = name
    .toLowerCase()
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae")
    .normalize("NFD")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 32)
  const base = plain === "" ? "screen" : plain
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(id)) return v.parse(DisplayId, id)
  }
}

function nameIn(values: ReadonlyMap<string, unknown>, id: DisplayId): string | null {
  const name = v.safeParse(DisplayName, values.get(`display/${id}/name`))
  return name.success ? name.output : null
}

function tournamentIn(values: ReadonlyMap<string, unknown>, id: DisplayId): TournamentId | null {
  const setting = v.safeParse(DisplaySetting, values.get(`display/${id}`))
  return setting.success ? setting.output.tournamentId : null
}

function standingOf(id: DisplayId, answer: ScreensAnswer | null): Standing {
  if (!answer) return { kind: "unknown" }
  const seen = answer.screens.find(({ displayId }) => displayId === id)
  if (!seen) return { kind: "unseen", startedAt: answer.startedAt }
  return seen.connected > 0
    ? { kind: "live", screens: seen.connected, since: seen.since }
    : { kind: "lost", since: seen.since }
}
