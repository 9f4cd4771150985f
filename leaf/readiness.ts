import { freeBytes } from "./data-folder.ts"

/** One thing that must hold before the venue can rely on this Leaf. */
export type Check = { ok: boolean; detail: string }
export type Readiness = { ready: boolean; checks: Record<string, Check> }

/** Makes every check now. `starting` stands for whatever is not open yet. */
export async function checkReadiness(parts: {
  data: string
  minimumFreeBytes: number
  isLogWell: () => Promise<boolean>
  ledger: { lastSequence: number; projectedSequence: () => Promise<number> } | null
}): Promise<Readiness> {
  const [log, disk, ledger] = await Promise.all([
    checkLog(parts.isLogWell),
    checkDisk(parts.data, parts.minimumFreeBytes),
    checkLedger(parts.ledger),
  ])
  const checks = { log, ...ledger, disk }
  return { ready: Object.values(checks).every(({ ok }) => ok), checks }
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

async function checkLedger(
  ledger: Parameters<typeof checkReadiness>[0]["ledger"],
): Promise<Record<"ledger" | "projection", Check>> {
  if (!ledger) {
    const starting = { ok: false, detail: "Starting." }
    return { ledger: starting, projection: starting }
  }
  const { lastSequence } = ledger
  const projected = await ledger.projectedSequence()
  return {
    ledger: { ok: true, detail: `Log and witness agree; ${lastSequence} lines.` },
    projection: {
      ok: projected >= lastSequence,
      detail: `${projected} of ${lastSequence} lines projected.`,
    },
  }
}
