import { createSignal } from "solid-js"
import * as v from "valibot"
import type { StaffId } from "../../schemas/ids.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { type Failures, failedAgain, NO_FAILURES, standingOf } from "./offline-lock.ts"
import { peopleDatabase } from "./people-database.ts"
import { canSeal, seal, Sealed, unseal } from "./sealed-session.ts"

/** Why a device that cannot reach its Leaf does not unlock. */
export type OfflineProblem =
  | { kind: "wrong" | "locked" | "unknown" | "insecure" }
  | { kind: "wait"; untilMs: number }

export class OfflineRefused extends Error {
  override name = "OfflineRefused"
  readonly problem: OfflineProblem

  constructor(problem: OfflineProblem) {
    super(`This device was not unlocked: ${problem.kind}.`)
    this.problem = problem
  }
}

const Kept = v.object({ count: v.number(), lastAt: v.number() })
const [sealedIds, setSealedIds] = createSignal<readonly string[]>([])

/** Whose session this device can unlock without the Leaf. */
export const canUnlockOffline = (staffId: StaffId): boolean => sealedIds().includes(staffId)

/** Keeps a session so that its PIN opens it without the Leaf; nothing where the page may not encrypt. */
export async function keepSealed(session: StaffSession, pin: string): Promise<void> {
  if (!canSeal()) return
  const sealed = await seal(session, pin)
  await (await peopleDatabase()).put("sessions", sealed, session.staffId)
  await lookAtSealed()
}

export async function forgetSealed(staffId: StaffId): Promise<void> {
  await (await peopleDatabase()).delete("sessions", staffId)
  await lookAtSealed()
}

/** Looks up whose sessions are kept here. */
export async function lookAtSealed(): Promise<void> {
  setSealedIds(await (await peopleDatabase()).getAllKeys("sessions"))
}

/** The Leaf has taken a PIN: what was wrong before is forgiven. */
export async function noteRightPin(): Promise<void> {
  await (await peopleDatabase()).delete("failures", "pins")
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Opens what this device has sealed of somebody; one try at a time.
 * @throws OfflineRefused
 */
export function openSealed(staffId: StaffId, pin: string): Promise<StaffSession> {
  const attempt = last.then(() => openOnce(staffId, pin))
  // The next try must not fail because this one did; its own caller hears of it.
  last = attempt.catch(() => {})
  return attempt
}

async function openOnce(staffId: StaffId, pin: string): Promise<StaffSession> {
  if (!canSeal()) throw new OfflineRefused({ kind: "insecure" })
  const database = await peopleDatabase()
  const sealed = v.safeParse(Sealed, await database.get("sessions", staffId))
  if (!sealed.success) throw new OfflineRefused({ kind: "unknown" })
  const kept = v.safeParse(Kept, await database.get("failures", "pins"))
  const failures: Failures = kept.success ? kept.output : NO_FAILURES
  const standing = standingOf(failures, Date.now())
  if (standing.kind !== "open") throw new OfflineRefused(standing)
  const counted = failedAgain(failures, Date.now())
  await database.put("failures", counted, "pins")
  const session = await unseal(sealed.output, pin)
  if (session) {
    await noteRightPin()
    return session
  }
  const after = standingOf(counted, Date.now())
  throw new OfflineRefused(after.kind === "locked" ? after : { kind: "wrong" })
}
