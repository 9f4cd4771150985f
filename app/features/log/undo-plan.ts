import { createMemo } from "solid-js"
import * as v from "valibot"
import { clockAt } from "../../../domain/clock.ts"
import { nextWriterOf, planUndo, type UndoPlan } from "../../../domain/floor-undo.ts"
import { standing } from "../../../domain/movements.ts"
import { parseRoom } from "../../../schemas/documents/rooms.ts"
import { refusalOf } from "../../../schemas/documents/rules.ts"
import { Clock } from "../../../schemas/documents/tournament.ts"
import type { LogLine } from "../../../schemas/log.ts"
import type { Desk } from "../../data/desk.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/log.ts"
import { formatSpan } from "../clock/clock-face.ts"
import { createActNames, staffName } from "./names.ts"
import type { Row } from "./rows.ts"

type Plan = UndoPlan | { kind: "other-room" } | { kind: "rights" }
type Sources = { line: LogLine; rows: readonly Row[]; lines: readonly LogLine[] }

/** What taking a line back would do now, or what is in the way, in words. */
export function createUndoPlan(sources: Sources) {
  const { desk } = useDesk()
  const names = createActNames()
  const room = () => [desk.room(), desk.hall].find((each) => each?.name === sources.line.room)
  const plan = createMemo((): Plan => {
    const open = room()
    if (!open) return { kind: "other-room" }
    const made = planUndo(sources.line, open.values(), paidEntries(desk))
    const parsed = parseRoom(open.name)
    const may = ([key, value]: readonly [string, unknown]): boolean =>
      parsed !== null && refusalOf(parsed, desk.session.role, key, value) === null
    return made.kind !== "can" || made.writes.every(may) ? made : { kind: "rights" }
  })
  const obstacle = (): string | null => {
    const current = plan()
    switch (current.kind) {
      case "can":
        return null
      case "changed":
        return changedText(sources, current.key, desk.staff)
      case "taken":
        return t("undo.taken", names.entry(current.entryId), names.entry(current.by))
      case "no-table":
        return t("undo.noTable", names.entry(current.entryId))
      case "table-in-use":
        return t("undo.tableInUse")
      case "paid":
        return t("undo.paid", names.entry(current.entryId), current.line)
      case "beginning":
      case "overruled":
      case "unknown":
      case "rights":
        return t(`undo.${current.kind}`)
      case "other-room":
        return t("undo.otherRoom")
    }
  }
  /** A clock that runs on, or has run meanwhile, shows something else than it did. */
  const clockText = (): string | null => {
    const current = plan()
    const levels = desk.floor().tournament?.structure.levels
    const back = current.kind === "can" && current.writes.find(([key]) => key === "clock")
    const clock = v.safeParse(Clock, back ? back[1] : null)
    if (!levels || !clock.success) return null
    const read = (value: Clock) => {
      const { levelIndex, remainingMs, status } = clockAt(levels, value, leafNow())
      return t(
        status === "running" ? "undo.clock.running" : "undo.clock.standing",
        names.level(levelIndex),
        formatSpan(remainingMs),
      )
    }
    return t("undo.clock", read(desk.floor().clock), read(clock.output))
  }
  return { room, plan, obstacle, clockText }
}

function changedText({ line, rows, lines }: Sources, key: string, staff: Desk["staff"]): string {
  const next = nextWriterOf(lines, line, key)
  const row = rows.find(({ source }) => source?.kind === "floor" && source.line === next)
  if (!next || !row) return t("undo.changedUnknown")
  const time = new Date(next.at).toLocaleTimeString(locale(), {
    hour: "2-digit",
    minute: "2-digit",
  })
  return t("undo.changed", row.text, staffName(next.staffId, next.role, staff), time)
}

/** By which lines of the ledger entries were bought, of those that stand. */
function paidEntries(desk: Desk) {
  const tournament = desk.selected()
  const ledger = tournament && desk.ledger.state().tournaments.get(tournament)
  const bought = ledger ? standing(ledger, ["buy-in", "re-entry"]) : []
  return new Map(
    bought.flatMap(({ intent, sequence }) =>
      "entryId" in intent ? [[intent.entryId, sequence] as const] : [],
    ),
  )
}
