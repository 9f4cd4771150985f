import { openTablesOf } from "../../domain/floor.ts"
import { seatClashes } from "../../domain/seating.ts"
import { playersLeft, type TournamentState } from "../../domain/tournament.ts"
import { type Listed, stageOf } from "./tournaments.ts"

/** Something at a tournament that somebody should see to, and how often. */
export type Alert = { kind: "clash" | "waiting" | "conflict" | "table"; count: number }

/** What the others of the venue want to know of one floor. */
export type FloorFacts = {
  left: number
  entries: number
  hasBegun: boolean
  /** The numbers of its open tables. */
  tables: number[]
  clashes: number
  /** Who has no seat though tables are open. */
  waiting: number
}

export function factsOf(floor: TournamentState): FloorFacts {
  const { clock, entries } = floor
  const tables = openTablesOf(floor).map(({ number }) => number)
  const hasRun = clock.status === "running" || clock.levelIndex > 0 || clock.elapsedMs > 0
  return {
    left: playersLeft(floor),
    entries: entries.length,
    hasBegun: hasRun || entries.length > 0,
    tables,
    clashes: seatClashes(entries).length,
    waiting: tables.length > 0 ? entries.filter(({ seat, out }) => !seat && !out).length : 0,
  }
}

/** A tournament among the others of the venue. */
export type Night = {
  listed: Listed
  /** `1A` or `2` in an event, else empty. */
  stage: string
  phase: "running" | "coming" | "ended"
  /** `null` where its room is not open here. */
  facts: FloorFacts | null
  alerts: Alert[]
}

/** All tournaments: what runs, what comes next by its time, what has ended. */
export function nightsOf(
  all: readonly Listed[],
  {
    factsFor,
    conflictsFor,
  }: {
    factsFor: (listed: Listed) => FloorFacts | null
    conflictsFor: (listed: Listed) => number
  },
): Night[] {
  const found = all.map((listed) => ({ listed, facts: factsFor(listed) }))
  const uses = new Map<number, number>()
  for (const { listed, facts } of found)
    if (listed.endedAt === undefined)
      for (const number of facts?.tables ?? []) uses.set(number, (uses.get(number) ?? 0) + 1)
  return found
    .map(({ listed, facts }): Night => {
      const phase = listed.endedAt !== undefined ? "ended" : facts?.hasBegun ? "running" : "coming"
      const shared = facts?.tables.filter((number) => (uses.get(number) ?? 0) > 1).length ?? 0
      const alerts: Alert[] = [
        { kind: "clash", count: facts?.clashes ?? 0 },
        { kind: "waiting", count: facts?.waiting ?? 0 },
        { kind: "conflict", count: conflictsFor(listed) },
        { kind: "table", count: shared },
      ]
      const open = phase === "ended" ? [] : alerts.filter(({ count }) => count > 0)
      return { listed, stage: stageOf(listed), phase, facts, alerts: open }
    })
    .toSorted((a, b) => RANK[a.phase] - RANK[b.phase] || startOf(a) - startOf(b))
}

const RANK = { running: 0, coming: 1, ended: 2 }

const startOf = ({ listed, phase }: Night): number =>
  phase === "coming" ? (listed.startsAt ?? listed.createdAt) : 0 - listed.createdAt

/** How many things somebody should see to. */
export const alertCount = (nights: readonly Pick<Night, "alerts">[]): number =>
  nights.reduce((sum, { alerts }) => sum + alerts.reduce((all, { count }) => all + count, 0), 0)
