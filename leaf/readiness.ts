import { healthEnglish, sayFinding, sayTodo } from "../domain/health-english.ts"
import { assess, type CoreFacts, type HealthFacts, UNKNOWN_HEALTH } from "../domain/health.ts"
import type { Millis } from "../schemas/units.ts"

/** One thing that must hold before the venue can rely on this Leaf. */
export type Check = { ok: boolean; detail: string }
export type Readiness = { ready: boolean; checks: Record<string, Check> }

/**
 * Whether the Leaf is ready, from what was measured now: nothing is smoothed here. Only what must hold
 * for taking money can say no; of all else the sentence says whether somebody should see to it.
 */
export function readinessOf(facts: HealthFacts, now: Millis): Readiness {
  const { log, ledger, projection: _, disk, core, repair, ...others } = facts
  const checks: Record<string, Check> = {
    log: log.isWell
      ? { ok: true, detail: "The log answers and syncs every write." }
      : { ok: false, detail: "The log does not answer; it is being started again." },
    ...checkHeads(ledger),
    disk: checkDisk(disk),
  }
  if (core) checks["core"] = checkCore(core)
  // What was repaired is whole again, so it does not keep the venue from taking money.
  if (repair.sentences.length > 0)
    checks["repair"] = { ok: true, detail: repair.sentences.join(" ") }
  for (const finding of assess(others, UNKNOWN_HEALTH, now).findings) {
    const sentences = [sayFinding(healthEnglish, finding), sayTodo(healthEnglish, finding)]
    checks[finding.check] = { ok: true, detail: sentences.filter(Boolean).join(" ") }
  }
  return { ready: Object.values(checks).every(({ ok }) => ok), checks }
}

/**
 * A venue needs no Core for its night, so whatever is wrong there does not keep it from being ready;
 * but where Core shows that this ledger is an older copy, everybody is to see it.
 */
function checkCore({ alarm, isConnected, since, problem, ...waits }: CoreFacts): Check {
  if (alarm !== null) return { ok: false, detail: alarm }
  const waiting = [
    ...(waits.documents === 0 ? [] : [`${waits.documents} documents`]),
    ...(waits.lines === 0 ? [] : [`${waits.lines} lines of the ledger`]),
    ...(waits.players === 0 ? [] : [`${waits.players} players`]),
  ]
  const safe =
    waiting.length === 0
      ? "all documents, the whole ledger and all players are safe there"
      : `${waiting.join(" and ")} wait`
  const moment = new Date(since).toISOString()
  const contact = isConnected ? `In contact since ${moment}` : `No contact since ${moment}`
  return { ok: true, detail: `${contact}; ${safe}.${problem === null ? "" : ` ${problem}`}` }
}

function checkDisk({ freeBytes, minimumBytes }: HealthFacts["disk"]): Check {
  const megabytes = Math.floor(freeBytes / 1_000_000)
  return freeBytes >= minimumBytes
    ? { ok: true, detail: `${megabytes} MB are free.` }
    : { ok: false, detail: `Only ${megabytes} MB are free: make room, no money is taken.` }
}

/** Log, memory, witness and projection must end at the same line. */
function checkHeads({
  heads,
  problem,
  doubt,
}: HealthFacts["ledger"]): Record<"ledger" | "projection", Check> {
  const unread = { ok: false, detail: `The log cannot be asked: ${problem}.` }
  const { log, state, witness, projection } = heads ?? {}
  const ledger = {
    ok: log === state && witness === state,
    detail: `Line ${state}; log ${log}, witness ${witness}.`,
  }
  return {
    ledger: doubt !== null ? { ok: false, detail: doubt } : heads ? ledger : unread,
    projection: heads
      ? { ok: projection === state, detail: `${projection} of ${state} lines projected.` }
      : unread,
  }
}
