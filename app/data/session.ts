import { createMemo, createRoot, createSignal } from "solid-js"
import * as v from "valibot"
import { StaffId } from "../../schemas/ids.ts"
import { StaffSession } from "../../schemas/wire.ts"
import { ask, call } from "./api.ts"
import { deviceId } from "./device.ts"
import { Unreachable } from "./errors.ts"
import * as held from "./held.ts"
import { forgetSealed, keepSealed, noteRightPin, openSealed } from "./offline-unlock.ts"

/**
 * Who is signed in, in this tab alone: a tablet that is put down and opened anew asks for the PIN.
 * Several people may share it; one of them works.
 */
const KEY = "felt.sessions"
const PEOPLE_KEY = "felt.people"
/** A session that ends so soon is not gone on with: a new one takes its place. */
const SOON_MS = 60 * 60_000

const [all, setAll] = createSignal<held.Held>(stored())
const Ids = v.pipe(v.string(), v.parseJson(), v.array(StaffId))
const keptPeople = v.safeParse(Ids, localStorage.getItem(PEOPLE_KEY))
const [people, setPeople] = createSignal<readonly StaffId[]>(
  keptPeople.success ? keptPeople.output : [],
)

/** Who works at this device; also while it is locked. */
export const session = createRoot(() => createMemo(() => held.currentOf(all())))

/** Whether whoever works here has to enter their PIN first. */
export const isLocked = (): boolean => held.stateOf(all(), all().current) === "locked"

/** Who has signed in on this device before, the latest first. */
export { people }

/** Whether one tap is enough to switch to somebody. */
export const isOpen = (staffId: StaffId): boolean => held.stateOf(all(), staffId) === "open"

/** With what somebody's acts go out; `null` where they have to sign in again first. */
export const tokenOf = (staffId: StaffId): string | null =>
  held.sessionOf(all(), staffId)?.token ?? null

/** Who has signed out and is kept only until what they did has gone out. */
export const leaving = (): StaffSession[] =>
  all().sessions.flatMap((each) => (each.state === "leaving" ? [each.session] : []))

function keep(next: held.Held): void {
  sessionStorage.setItem(KEY, JSON.stringify(next))
  setAll(next)
}

/**
 * Signs in, or unlocks, with a PIN; without the Leaf with what this device has sealed.
 *
 * @param staffId whose PIN it must be; anybody's where it is `null`, which only the Leaf can tell
 * @throws Refused with 401, 423 or 429, Unreachable, or OfflineRefused
 */
export async function enterPin(pin: string, staffId: StaffId | null): Promise<void> {
  try {
    const body = { pin, deviceId: deviceId(), ...(staffId === null ? {} : { staffId }) }
    const opened = await ask("/api/sessions", StaffSession, { method: "POST", body })
    const before = held.sessionOf(all(), opened.staffId)
    const goesOn =
      before !== null && before.role === opened.role && before.expiresAt > Date.now() + SOON_MS
    // A desk that is open stays as it is, with everything that is half done.
    if (goesOn) tellSignedOut(opened.token)
    else if (before) tellSignedOut(before.token)
    welcome(goesOn ? before : opened)
    await noteRightPin()
    await keepSealed(goesOn ? before : opened, pin)
  } catch (error) {
    if (!(error instanceof Unreachable) || staffId === null) throw error
    const opened = await openSealed(staffId, pin)
    welcome(held.sessionOf(all(), staffId) ?? opened)
  }
}

function welcome(opened: StaffSession): void {
  const ids = [opened.staffId, ...people().filter((id) => id !== opened.staffId)]
  localStorage.setItem(PEOPLE_KEY, JSON.stringify(ids))
  setPeople(ids)
  keep(held.letIn(all(), opened))
}

/** One tap: the next person works from now on, where their session is open here. */
export function switchTo(staffId: StaffId): void {
  keep(held.switchTo(all(), staffId))
}

/** Everybody needs their PIN from now on; what is half done stays as it is. */
export function lock(): void {
  keep(held.lockAll(all()))
}

/**
 * Signs somebody out here at once. Their session is kept aside as long as `isOwing` says that
 * something of theirs has not gone out; `settleLeaving` ends it then.
 */
export function signOut(staffId: StaffId, isOwing: boolean): void {
  void forgetSealed(staffId)
  const gone = held.sessionOf(all(), staffId)
  keep(held.leave(all(), staffId))
  if (gone && !isOwing) settleLeaving(gone)
}

/** Everything of somebody who has signed out has gone out. */
export function settleLeaving({ token }: StaffSession): void {
  keep(held.drop(all(), token))
  tellSignedOut(token)
}

/** The Leaf has said that a session is not valid any more: neither is what was kept of it. */
export function endSession({ token, staffId }: Pick<StaffSession, "token" | "staffId">): void {
  if (held.sessionOf(all(), staffId)?.token !== token) return
  void forgetSealed(staffId)
  keep(held.drop(all(), token))
}

function tellSignedOut(token: string): void {
  call("/api/sessions", { method: "DELETE", token }).catch((error: unknown) => {
    console.info("The Leaf was not told of the signing out; the session ends by itself.", error)
  })
}

function stored(): held.Held {
  const text = sessionStorage.getItem(KEY)
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), held.Held), text ?? "")
  if (!parsed.success) return held.NOBODY
  const sessions = parsed.output.sessions.filter(
    ({ session: { expiresAt } }) => expiresAt > Date.now(),
  )
  return { ...parsed.output, sessions }
}
