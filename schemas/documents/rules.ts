import * as v from "valibot"
import { SeasonId } from "../ids.ts"
import { describeIssues } from "../issues.ts"
import type { Role } from "../wire.ts"
import { LeagueHead, Season, SeasonRules } from "./leagues.ts"
import { Announcement, LayoutHead, ScreenViews, Sound, Sponsor, Widget } from "./layouts.ts"
import { RegistrationFields } from "./registration.ts"
import type { Room } from "./rooms.ts"
import {
  Button,
  Clock,
  EntryFields,
  HandForHand,
  Table,
  Tournament,
  Waiting,
} from "./tournament.ts"
import { DisplayName, DisplaySetting, ListedTournament, VenueProfile } from "./venue.ts"

/** Who writes: staff by role, or the player whose registration it is. */
export type Writer = Role | "player"

/** A kind of register: what its key looks like, what its value must be, and who may write it. */
type Rule = { key: RegExp; value: v.GenericSchema; writers: readonly Writer[]; name: string }

const DIRECTORS: readonly Writer[] = ["administrator", "director"]
const FLOOR: readonly Writer[] = [...DIRECTORS, "floor"]
const STAFF: readonly Writer[] = [...FLOOR, "cashier"]
const ID = "[A-Za-z0-9_-]{1,64}"
const key = (pattern: string): RegExp => new RegExp(`^${pattern}$`)

/** Every register there is, by room. */
const RULES: Record<Room["kind"], readonly Rule[]> = {
  venue: [
    { key: key("profile"), value: VenueProfile, writers: DIRECTORS, name: "the venue's profile" },
    {
      key: key(`tournament/${ID}`),
      value: ListedTournament,
      writers: DIRECTORS,
      name: "the list of tournaments",
    },
    {
      key: key(`tournament/${ID}/season`),
      value: SeasonId,
      writers: DIRECTORS,
      name: "in which season a tournament counts",
    },
    { key: key(`league/${ID}`), value: LeagueHead, writers: DIRECTORS, name: "a league" },
    { key: key(`season/${ID}`), value: Season, writers: DIRECTORS, name: "a season" },
    {
      key: key(`season/${ID}/rules`),
      value: SeasonRules,
      writers: DIRECTORS,
      name: "a season's rules",
    },
    { key: key(`display/${ID}`), value: DisplaySetting, writers: FLOOR, name: "a screen" },
    {
      key: key(`display/${ID}/name`),
      value: DisplayName,
      writers: FLOOR,
      name: "a screen's name",
    },
    {
      key: key(`display/${ID}/views`),
      value: ScreenViews,
      writers: FLOOR,
      name: "a screen's views",
    },
    { key: key(`display/${ID}/sound`), value: Sound, writers: FLOOR, name: "a screen's sound" },
    { key: key("sound"), value: Sound, writers: FLOOR, name: "the venue's sound" },
    { key: key(`layout/${ID}`), value: LayoutHead, writers: FLOOR, name: "a layout" },
    { key: key(`layout/${ID}/${ID}`), value: Widget, writers: FLOOR, name: "a part of a layout" },
    {
      key: key(`announcement/${ID}`),
      value: Announcement,
      writers: FLOOR,
      name: "an announcement",
    },
    {
      key: key(`sponsor/${ID}`),
      value: Sponsor,
      writers: FLOOR,
      name: "the sponsors' pictures",
    },
  ],
  tournament: [
    { key: key("tournament"), value: Tournament, writers: DIRECTORS, name: "the tournament" },
    { key: key("clock"), value: Clock, writers: FLOOR, name: "the clock" },
    { key: key("handForHand"), value: HandForHand, writers: FLOOR, name: "hand-for-hand" },
    { key: key(`table/${ID}`), value: Table, writers: FLOOR, name: "a table" },
    { key: key(`button/${ID}`), value: Button, writers: FLOOR, name: "a table's button" },
    { key: key(`waiting/${ID}`), value: Waiting, writers: STAFF, name: "the waiting list" },
    // A cashier takes an entry, and it is seated by the same tap.
    ...Object.entries(EntryFields).map(([field, value]) => ({
      key: key(`entry/${ID}/${field}`),
      value,
      writers: field === "out" || field === "chips" || field === "bag" ? FLOOR : STAFF,
      name: `an entry's ${field}`,
    })),
  ],
  registration: Object.entries(RegistrationFields).map(([field, value]) => ({
    key: key(field),
    value,
    writers: field === "answer" ? STAFF : (["player", ...STAFF] as const),
    name: `a registration's ${field}`,
  })),
}

/** Whether somebody may write under this key at all: what the app offers by. */
export const mayWrite = (kind: Room["kind"], writer: Writer, name: string): boolean =>
  RULES[kind].some((each) => each.key.test(name) && each.writers.includes(writer))

/**
 * Why somebody may not write a value into a register, in one sentence that names the field; `null`
 * where it may. `null` as a value removes the register.
 */
export function refusalOf(room: Room, writer: Writer, name: string, value: unknown): string | null {
  const rule = RULES[room.kind].find((each) => each.key.test(name))
  if (!rule) return `There is no field "${name}" in a ${room.kind}.`
  if (!rule.writers.includes(writer))
    return `Who is signed in as ${writer} may not change ${rule.name}.`
  if (value === null) return null
  const parsed = v.safeParse(rule.value, value)
  return parsed.success ? null : `${name}: ${describeIssues(parsed.issues)}`
}
