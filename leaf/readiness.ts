import type { UplinkState } from "../sync-server/uplink.ts"
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
  /** How far Core has the documents; `null` where there is no Core. */
  core: UplinkState | null
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

/** A venue needs no Core for its night, so whatever is wrong there does not keep it from being ready. */
function checkCore({ isConnected, since, waitingRooms, problem }: UplinkState): Check {
  const time = new Date(since).toISOString()
  const contact = isConnected ? `In contact since ${time}` : `No contact since ${time}`
  const safe =
    waitingRooms === 0 ? "all documents are safe there" : `${waitingRooms} documents wait`
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
