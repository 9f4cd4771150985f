import * as v from "valibot"
import { LeagueHead, Season } from "../schemas/documents/leagues.ts"
import { parseRoom } from "../schemas/documents/rooms.ts"
import {
  Button,
  Clock,
  EntryFields,
  type Seat,
  Table,
  Tournament,
} from "../schemas/documents/tournament.ts"
import { ListedTournament } from "../schemas/documents/venue.ts"
import { EntryId, PlayerId } from "../schemas/ids.ts"
import type { LogChange } from "../schemas/log.ts"
import { type ScreenAct, screenAct } from "./screen-acts.ts"

/** What a person did, as far as fields tell: the log says it in words. */
export type FloorAct =
  | { kind: "entered"; entryId: EntryId; playerId: PlayerId; to: Seat | null }
  | { kind: "removed"; entryId: EntryId; playerId: PlayerId }
  | { kind: "seated"; entryId: EntryId; to: Seat }
  | { kind: "moved"; entryId: EntryId; from: Seat; to: Seat }
  | { kind: "unseated"; entryId: EntryId; from: Seat }
  | { kind: "out"; entryId: EntryId; order: number }
  | { kind: "back"; entryId: EntryId; to: Seat | null }
  | { kind: "counted"; entryId: EntryId; chips: number | null }
  | { kind: "clock"; how: "started" | "paused" | "level" | "time"; clock: Clock }
  | { kind: "table"; how: "opened" | "broken" | "changed" | "removed"; number: number }
  | { kind: "button"; tableId: string; seat: number | null }
  | { kind: "tournament"; how: "made" | "renamed" | "structure" | "changed"; name: string }
  | { kind: "listed"; name: string; isListed: boolean }
  | { kind: "league"; how: "made" | "changed" | "removed"; name: string }
  | { kind: "rules" }
  | { kind: "counts"; tournamentId: string; isCounted: boolean }
  | ScreenAct
  | { kind: "profile" }
  | { kind: "handForHand"; isOn: boolean }
  | { kind: "waiting"; playerId: PlayerId; isOn: boolean }
  | { kind: "registration"; playerId: string; field: string }
  /** A field of which this version knows no more than its name. */
  | { kind: "field"; key: string }

/** What a line of the log comes to: one act, or many that were one tap. */
export type Headline =
  | { kind: "one"; act: FloorAct }
  | { kind: "break"; number: number; moves: number }
  | { kind: "drawn"; players: number }
  | { kind: "entered"; players: number }
  | { kind: "moves"; count: number }
  | { kind: "several"; count: number }

/**
 * What the changes of one line come to, one act each unless they are one and the same: who enters and
 * is seated at once has entered. No change is left out.
 */
export function actsOf(room: string, changes: readonly LogChange[]): FloorAct[] {
  const acts = changes.map((change) => actOf(room, change))
  const entering = new Map(
    acts.flatMap((act) =>
      act.kind === "entered" || act.kind === "removed" || act.kind === "back"
        ? [[act.entryId, act] as const]
        : [],
    ),
  )
  return acts.flatMap((act) => {
    const main = "entryId" in act ? entering.get(act.entryId) : undefined
    if (main === undefined) return [act]
    if (act === main) return [{ ...act, ...seatOf(act, acts) }]
    const isPart = act.kind === "seated" || act.kind === "moved" || act.kind === "unseated"
    return isPart || main.kind === "removed" ? [] : [act]
  })
}

/** Where somebody who comes in is put by the same tap. */
function seatOf(main: FloorAct, acts: readonly FloorAct[]): { to?: Seat } {
  if (main.kind !== "entered" && main.kind !== "back") return {}
  for (const act of acts)
    if ((act.kind === "seated" || act.kind === "moved") && act.entryId === main.entryId)
      return { to: act.to }
  return {}
}

/** What is said of many acts in one line. */
export function headlineOf(acts: readonly FloorAct[]): Headline {
  const [first] = acts
  if (first && acts.length === 1) return { kind: "one", act: first }
  const count = (kind: FloorAct["kind"]) => acts.filter((act) => act.kind === kind).length
  const broken = acts.find((act) => act.kind === "table" && act.how === "broken")
  if (broken?.kind === "table")
    return { kind: "break", number: broken.number, moves: count("moved") + count("seated") }
  const made = acts.find((act) => act.kind === "tournament" && act.how === "made")
  if (made) return { kind: "one", act: made }
  const opened = acts.filter((act) => act.kind === "table" && act.how === "opened").length
  const listed = acts.find((act) => act.kind === "listed")
  if (listed) return { kind: "one", act: listed }
  // A league comes with its first season, and a season with its rules.
  const league = acts.find((act) => act.kind === "league")
  if (league) return { kind: "one", act: league }
  // A layout with its parts, a screen with all that is said of it.
  const whole = acts.find(({ kind }) => kind === "layout" || kind === "screenName")
  if (whole) return { kind: "one", act: whole }
  if (count("entered") === acts.length) return { kind: "entered", players: acts.length }
  const [seated, moved] = [count("seated"), count("moved")]
  if (seated > 1 && seated + opened === acts.length) return { kind: "drawn", players: seated }
  // A moved button, and a table that was opened for it, go without saying.
  const main = acts.filter(({ kind }) => kind !== "button" && kind !== "table")
  const [only] = main
  if (only && main.length === 1) return { kind: "one", act: only }
  if (moved > 1 && moved === main.length) return { kind: "moves", count: moved }
  return { kind: "several", count: acts.length }
}

function actOf(name: string, change: LogChange): FloorAct {
  const { key } = change
  const room = parseRoom(name)
  const [kind = "", id = "", field = ""] = key.split("/")
  switch (room?.kind) {
    case "registration":
      return { kind: "registration", playerId: room.playerId, field: key }
    case "venue":
      return venueAct([kind, id, field], change) ?? { kind: "field", key }
    case "tournament": {
      const entryId = v.safeParse(EntryId, id)
      const act =
        kind === "entry" && entryId.success
          ? entryAct(entryId.output, field, change)
          : tableAct(kind, id, change)
      return act ?? { kind: "field", key }
    }
    case undefined:
      return { kind: "field", key }
  }
}

function venueAct(
  [kind, id, field]: readonly [kind: string, id: string, field: string],
  change: LogChange,
): FloorAct | null {
  const { before, after } = change
  if (kind === "profile") return { kind: "profile" }
  if (kind === "tournament" && field === "season")
    return { kind: "counts", tournamentId: id, isCounted: !isNothing(after) }
  if (kind === "season" && field === "rules") return { kind: "rules" }
  if (kind === "league" || kind === "season") {
    const named = kind === "league" ? LeagueHead : Season
    const [was, is] = [read(named, before), read(named, after)]
    const how = is ? (was ? "changed" : "made") : "removed"
    const { name } = is ?? was ?? {}
    return name === undefined ? null : { kind: "league", how, name }
  }
  if (kind !== "tournament") return screenAct(change)
  const listed = read(ListedTournament, after) ?? read(ListedTournament, before)
  return listed && { kind: "listed", name: listed.name, isListed: !isNothing(after) }
}

function entryAct(entryId: EntryId, field: string, { before, after }: LogChange): FloorAct | null {
  switch (field) {
    case "player": {
      const [was, is] = [read(EntryFields.player, before), read(EntryFields.player, after)]
      if (is !== null) return { kind: "entered", entryId, playerId: is, to: null }
      return was === null ? null : { kind: "removed", entryId, playerId: was }
    }
    case "seat": {
      const [from, to] = [read(EntryFields.seat, before), read(EntryFields.seat, after)]
      if (from && to) return { kind: "moved", entryId, from, to }
      if (to) return { kind: "seated", entryId, to }
      return from && { kind: "unseated", entryId, from }
    }
    case "out": {
      const out = read(EntryFields.out, after)
      if (out) return { kind: "out", entryId, order: out.order }
      return isNothing(after) ? { kind: "back", entryId, to: null } : null
    }
    case "chips": {
      const counted = read(EntryFields.chips, after)
      if (!counted && !isNothing(after)) return null
      return { kind: "counted", entryId, chips: counted?.count ?? null }
    }
    default:
      return null
  }
}

function tableAct(kind: string, id: string, { before, after }: LogChange): FloorAct | null {
  switch (kind) {
    case "tournament": {
      const [was, is] = [read(Tournament, before), read(Tournament, after)]
      if (!is) return null
      if (!was) return { kind: "tournament", how: "made", name: is.name }
      if (was.name !== is.name) return { kind: "tournament", how: "renamed", name: is.name }
      const isSame = JSON.stringify(was.structure) === JSON.stringify(is.structure)
      return { kind: "tournament", how: isSame ? "changed" : "structure", name: is.name }
    }
    case "clock": {
      const [was, is] = [read(Clock, before), read(Clock, after)]
      return is && { kind: "clock", how: clockChange(was, is), clock: is }
    }
    case "table": {
      const [was, is] = [read(Table, before), read(Table, after)]
      if (is?.status === "broken") return { kind: "table", how: "broken", number: is.number }
      if (is && was?.status !== "open") return { kind: "table", how: "opened", number: is.number }
      const table = is ?? was
      return table && { kind: "table", how: is ? "changed" : "removed", number: table.number }
    }
    case "button": {
      const said = read(Button, after)
      return said || isNothing(after)
        ? { kind: "button", tableId: id, seat: said?.button ?? null }
        : null
    }
    case "handForHand":
      return { kind: "handForHand", isOn: !isNothing(after) }
    case "waiting": {
      const playerId = v.safeParse(PlayerId, id)
      return playerId.success
        ? { kind: "waiting", playerId: playerId.output, isOn: !isNothing(after) }
        : null
    }
    default:
      return null
  }
}

function clockChange(was: Clock | null, is: Clock): "started" | "paused" | "level" | "time" {
  if (is.status !== (was?.status ?? "paused")) return is.status === "running" ? "started" : "paused"
  return is.levelIndex === (was?.levelIndex ?? 0) ? "time" : "level"
}

const isNothing = (value: unknown): boolean => value === null || value === undefined

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | null {
  const parsed = v.safeParse(schema, value)
  return parsed.success ? parsed.output : null
}
