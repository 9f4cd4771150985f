import { actsOf, type FloorAct, headlineOf } from "../../../domain/floor-acts.ts"
import { takenBack } from "../../../domain/floor-undo.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { LogChange, LogLine } from "../../../schemas/log.ts"
import type { Role } from "../../../schemas/wire.ts"
import type { t } from "../../words/log.ts"
import { fold } from "../players/search.ts"
import type { MoneyLine } from "../money/lines.ts"
import { type ActNames, actText, headlineText } from "./wording.ts"

export const kinds = ["seats", "out", "clock", "tables", "money", "other"] as const
export type Kind = (typeof kinds)[number]

/** One act as the log shows it. */
export type Row = {
  id: string
  /** By the Leaf's time. */
  at: number
  kind: Kind
  text: string
  /** Every change of it in words, where there are several. */
  details: readonly string[]
  staffId: string
  role: Role | null
  deviceId: string | null
  players: readonly PlayerId[]
  isWaiting: boolean
  isLate: boolean
  isOverruled: boolean
  /** When it was taken back. */
  takenBackAt: number | null
  /** Somebody has written the same field since, or it was taken back. */
  isSuperseded: boolean
  source: { kind: "floor"; line: LogLine } | { kind: "money"; line: MoneyLine } | null
}

type Naming = {
  names: ActNames
  words: typeof t
  playerOf: (entryId: EntryId) => PlayerId | undefined
}

/** The lines of the floor, the newest first. */
export function floorRows(lines: readonly LogLine[], naming: Naming): Row[] {
  const targets = takenBack(lines)
  const byNumber = new Map(lines.map((line) => [line.number, line]))
  const takenBackAt = new Map(
    [...targets].map(([by, number]) => [number, byNumber.get(by)?.at ?? null]),
  )
  const written = new Set<string>()
  return lines.map((line) => {
    const keys = line.changes.map(({ key }) => `${line.room} ${key}`)
    const isSuperseded = keys.some((key) => written.has(key))
    for (const [index, key] of keys.entries())
      if (!line.changes[index]?.isOverruled) written.add(key)
    return {
      id: `floor-${line.number}`,
      at: line.at,
      ...describe(line.room, line.changes, naming),
      ...undoText(line, targets, byNumber, naming),
      staffId: line.staffId,
      role: line.role,
      deviceId: line.deviceId,
      isWaiting: false,
      isLate: line.isLate,
      isOverruled: line.changes.some((change) => change.isOverruled),
      takenBackAt: takenBackAt.get(line.number) ?? null,
      isSuperseded,
      source: { kind: "floor", line },
    }
  })
}

/** Of an act that took another one back: which; of one that took that back again: the first. */
function undoText(
  line: LogLine,
  targets: ReadonlyMap<number, number>,
  byNumber: ReadonlyMap<number, LogLine>,
  naming: Naming,
): { text?: string } {
  let steps = 0
  let subject: LogLine | undefined = line
  for (let next = targets.get(line.number); next !== undefined; next = targets.get(next)) {
    steps += 1
    subject = byNumber.get(next)
  }
  if (steps === 0 || !subject) return {}
  const { text } = describe(subject.room, subject.changes, naming)
  return { text: naming.words(steps % 2 === 1 ? "act.tookBack" : "act.again", text) }
}

/** What changes come to: for a line of the log, and for what still waits here. */
export function describe(
  room: string,
  changes: readonly LogChange[],
  { names, words, playerOf }: Naming,
): Pick<Row, "kind" | "text" | "details" | "players"> {
  const acts = actsOf(room, changes)
  const headline = headlineOf(acts)
  const main = headline.kind === "one" ? headline.act : acts[0]
  return {
    kind: headline.kind === "break" ? "tables" : main ? kindOf(main) : "other",
    text: headlineText(headline, names, words),
    details: acts.length > 1 ? acts.map((act) => actText(act, names, words)) : [],
    players: [
      ...new Set(
        acts.flatMap((act) =>
          "playerId" in act && act.kind !== "registration"
            ? [act.playerId]
            : "entryId" in act
              ? (playerOf(act.entryId) ?? [])
              : [],
        ),
      ),
    ],
  }
}

function kindOf(act: FloorAct): Kind {
  switch (act.kind) {
    case "entered":
    case "removed":
    case "seated":
    case "moved":
    case "unseated":
    case "counted":
    case "waiting":
      return "seats"
    case "out":
    case "back":
      return "out"
    case "clock":
    case "handForHand":
      return "clock"
    case "table":
    case "button":
      return "tables"
    case "tournament":
    case "listed":
    case "league":
    case "rules":
    case "counts":
    case "screen":
    case "screenName":
    case "screenViews":
    case "sound":
    case "layout":
    case "layoutPart":
    case "announcement":
    case "sponsor":
    case "profile":
    case "registration":
    case "field":
      return "other"
  }
}

/** The newest first; what still waits is on top. Among those of one moment the order stays. */
export const merged = (...lists: readonly (readonly Row[])[]): Row[] =>
  lists.flat().toSorted((a, b) => Number(b.isWaiting) - Number(a.isWaiting) || b.at - a.at)

export type Filter = {
  text: string
  staffId: string
  deviceId: string
  kind: Kind | ""
  playerId: string
}
export const NO_FILTER: Filter = { text: "", staffId: "", deviceId: "", kind: "", playerId: "" }

/** Those rows that are asked for; each typed word has to be in what is shown of a row. */
export function filtered(
  rows: readonly Row[],
  filter: Filter,
  wordsOf: (row: Row) => readonly string[],
): Row[] {
  const typed = fold(filter.text).split(" ")
  return rows.filter(
    (row) =>
      (filter.staffId === "" || row.staffId === filter.staffId) &&
      (filter.deviceId === "" || row.deviceId === filter.deviceId) &&
      (filter.kind === "" || row.kind === filter.kind) &&
      (filter.playerId === "" || row.players.some((id) => id === filter.playerId)) &&
      (filter.text === "" || hasAll(wordsOf(row), typed)),
  )
}

function hasAll(words: readonly string[], typed: readonly string[]): boolean {
  const text = words
    .flatMap((each) => each.split(" "))
    .map(fold)
    .join(" ")
  return typed.every((part) => text.includes(part))
}
