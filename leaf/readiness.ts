import type { CoreStates } from "./uplink/links.ts"
import { freeBytes } from "./data-folder.ts"

/** One thing that must hold before the venue can rely on this Leaf. */
export type Check = { ok: boolean; detail: string }
export type Readiness = { ready: boolean; checks: Record<string, Check> }

type Heads = { log: number; state: number; witness: number; projection: number }

/** Makes every check now. */
export async function checkReadiness(parts: {
  data: string
  minimumFreeBytes: number
  isLogWell: () => Promise<boolean>
  heads: () => Promise<Heads>
  /** Why no money is taken since log and witness were compared; `null` where nothing was wrong. */
  doubt: string | null
  /** How far Core has documents, ledger and players; `null` where there is no Core. */
  core: CoreStates | null
  /** What was repaired at the start, and is for a person to look into. */
  alarms: readonly string[]
}): Promise<Readiness> {
  const [log, disk] = await Promise.all([
    checkLog(parts.isLogWell),
    checkDisk(parts.data, parts.minimumFreeBytes),
  ])
  const checks: Record<string, Check> = { log, ...(await checkHeads(parts.heads)), disk }
  if (parts.core) checks["core"] = checkCore(parts.core)
  if (parts.doubt !== null) checks["ledger"] = { ok: false, detail: parts.doubt }
  // What was repaired is whole again, so it does not keep the venue from taking money.
  if (parts.alarms.length > 0) checks["repair"] = { ok: true, detail: parts.alarms.join(" ") }
  return { ready: Object.values(checks).every(({ ok }) => ok), checks }
}

/**
 * A venue needs no Core for its night, so whatever is wrong there does not keep it from being ready;
 * but where Core shows that this ledger is an older copy, everybody is to see it.
 */
function checkCore({ documents, ledger, players }: CoreStates): Check {
  if (ledger.alarm !== null) return { ok: false, detail: ledger.alarm }
  const rooms = documents.waitingRooms
  const lines = ledger.waitingLines
  const people = players.waitingPlayers
  const waiting = [
    ...(rooms === 0 ? [] : [`${rooms} documents`]),
    ...(lines === 0 ? [] : [`${lines} lines of the ledger`]),
    ...(people === 0 ? [] : [`${people} players`]),
  ]
  const safe =
    waiting.length === 0
      ? "all documents, the whole ledger and all players are safe there"
      : `${waiting.join(" and ")} wait`
  const away = [documents, ledger, players].find(({ isConnected }) => !isConnected)
  const since = new Date((away ?? documents).since).toISOString()
  const contact = away ? `No contact since ${since}` : `In contact since ${since}`
  const problem = documents.problem ?? ledger.problem ?? players.problem
  return { ok: true, detail: `${contact}; ${safe}.${problem === null ? "" : ` ${problem}`}` }
}

async function checkLog(isWell: () => Promise<boolean>): Promise<Check> {
  return (await isWell())
    ? { ok: true, detail: "The log answers and syncs every write." }
    : { ok: false, detail: "The log does not answer; it is being started again." }
}

async function checkDisk(data: string, minimumFreeBytes: number): Promise<Check> {
  const free = await freeBytes(data)
  const megabytes = Math.floor(free / 1_000_000)
  return free >= minimumFreeBytes
    ? { ok: true, detail: `${megabytes} MB are free.` }
    : { ok: false, detail: `Only ${megabytes} MB are free: make room, no money is taken.` }
}

/** Log, memory, witness and projection must end at the same line. */
async function checkHeads(
  readHeads: () => Promise<Heads>,
): Promise<Record<"ledger" | "projection", Check>> {
  try {
    const { log, state, witness, projection } = await readHeads()
    return {
      ledger: {
        ok: log === state && witness === state,
        detail: `Line ${state}; log ${log}, witness ${witness}.`,
      },
      projection: {
        ok: projection === state,
        detail: `${projection} of ${state} lines projected.`,
      },
    }
  } catch (error) {
    const detail = `The log cannot be asked: ${String(error)}.`
    return { ledger: { ok: false, detail }, projection: { ok: false, detail } }
  }
}
