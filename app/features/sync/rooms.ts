import * as v from "valibot"
import {
  type RegistrationField,
  registrationFields,
} from "../../../schemas/documents/registration.ts"
import { parseRoom, type Room } from "../../../schemas/documents/rooms.ts"
import { EntryId, PlayerId, TournamentId } from "../../../schemas/ids.ts"
import { Role } from "../../../schemas/wire.ts"
import { Refused } from "../../data/errors.ts"
import { fold } from "../players/search.ts"

/** Who is at the other end of a connection, or has written something. */
export type Bearer =
  | { kind: "staff"; role: Role; staffId: string }
  | { kind: "player"; playerId: PlayerId }
  | { kind: "unknown"; text: string }

/** Reads "director <staffId>" and "player <playerId>". */
export function bearerOf(text: string): Bearer {
  const [first, id = ""] = text.split(" ")
  if (v.is(Role, first)) return { kind: "staff", role: first, staffId: id }
  const playerId = v.safeParse(PlayerId, id)
  return first === "player" && playerId.success
    ? { kind: "player", playerId: playerId.output }
    : { kind: "unknown", text }
}

/** A field of a document, as people speak of it. */
export type Field =
  | { kind: "tournament" | "clock" | "profile" }
  | { kind: "table" | "button"; tableId: string }
  | { kind: "player" | "seat" | "out" | "chips" | "bag"; entryId: EntryId }
  | { kind: "listed"; tournamentId: TournamentId }
  | { kind: "screen"; displayId: string }
  | { kind: RegistrationField }
  /** One that there is not, or not in this version of Felt. */
  | { kind: "unknown"; key: string | null }

/** Which field a key names in a document. */
export function fieldOf(room: Room | null, key: string | null): Field {
  const [first = "", id = "", last = ""] = key?.split("/") ?? []
  switch (room?.kind) {
    case "venue": {
      const tournamentId = v.safeParse(TournamentId, id)
      if (first === "tournament" && tournamentId.success)
        return { kind: "listed", tournamentId: tournamentId.output }
      if (key === "profile") return { kind: "profile" }
      if (first === "display") return { kind: "screen", displayId: id }
      break
    }
    case "tournament": {
      if (key === "tournament" || key === "clock") return { kind: key }
      if (first === "table" || first === "button") return { kind: first, tableId: id }
      const entryId = v.safeParse(EntryId, id)
      if (
        first === "entry" &&
        entryId.success &&
        isOneOf(["player", "seat", "out", "chips", "bag"], last)
      )
        return { kind: last, entryId: entryId.output }
      break
    }
    case "registration":
      if (isOneOf(registrationFields, key)) return { kind: key }
      break
    case undefined:
  }
  return { kind: "unknown", key }
}

const isOneOf = <const Word extends string>(
  words: readonly Word[],
  word: string | null,
): word is Word => words.some((each) => each === word)

const ORDER = { venue: 0, tournament: 1, registration: 2 }

/**
 * The open documents in an order that stays: the venue's, the tournaments', the registrations', each
 * by its name; so nothing moves under a thumb.
 */
export function inOrder<Line extends { room: string }>(
  lines: readonly Line[],
  nameOf: (room: string) => string,
): (Line & { name: string })[] {
  const rank = ({ room }: Line) => ORDER[parseRoom(room)?.kind ?? "registration"]
  return lines
    .map((line) => ({ ...line, name: nameOf(line.room) }))
    .toSorted(
      (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || a.room.localeCompare(b.room),
    )
}

/** Those who may write before those who only read, each in the order in which they came. */
export const writersFirst = <Peer extends { access: "read" | "write"; since: number }>(
  peers: readonly Peer[],
): Peer[] => peers.toSorted((a, b) => b.access.localeCompare(a.access) || a.since - b.since)

/** What is shown of many rows: those in which every typed word is found, and at most so many. */
export function search<Row>(
  rows: readonly Row[],
  text: string,
  { wordsOf, most }: { wordsOf: (row: Row) => readonly string[]; most: number },
): { shown: Row[]; found: number } {
  const typed = fold(text).split(" ")
  const found = rows.filter((row) => {
    const words = wordsOf(row).map(fold).join(" ")
    return typed.every((part) => words.includes(part))
  })
  return { shown: found.slice(0, most), found: found.length }
}

/** How old something is, in the unit that a person would say it in. */
export type Age = { unit: "now" | "seconds" | "minutes" | "hours"; count: number }

export function ageOf(ms: number): Age {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  if (seconds < 2) return { unit: "now", count: 0 }
  if (seconds < 60) return { unit: "seconds", count: seconds }
  if (seconds < 3_600) return { unit: "minutes", count: Math.floor(seconds / 60) }
  return { unit: "hours", count: Math.floor(seconds / 3_600) }
}

/** A moment as a person says it: the time, and the day where it was another one. */
export function formatMoment(at: number, now: number, locale: string): string {
  const [moment, today] = [new Date(at), new Date(now)]
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const
  return moment.toDateString() === today.toDateString()
    ? moment.toLocaleTimeString(locale, time)
    : moment.toLocaleString(locale, { day: "numeric", month: "short", ...time })
}

const UNITS = ["B", "kB", "MB"] as const

/** A size such as "18.4 kB". */
export function formatBytes(bytes: number, locale: string): string {
  // What would be rounded to 1,000 kB is a megabyte.
  const power = bytes < 1_000 ? 0 : bytes < 999_950 ? 1 : 2
  const number = (bytes / 1_000 ** power).toLocaleString(locale, { maximumFractionDigits: 1 })
  return `${number} ${UNITS[power]}`
}

/** What stands in the way of an answer, as a person can act on it. */
export type AskProblem = { kind: "gone" | "unreachable" } | { kind: "other"; text: string }

export function askProblem(error: Error): AskProblem {
  if (!(error instanceof Refused)) return { kind: "unreachable" }
  return error.status === 404 ? { kind: "gone" } : { kind: "other", text: error.message }
}
