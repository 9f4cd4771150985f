import { createSignal } from "solid-js"
import * as v from "valibot"
import { StaffSession } from "../../schemas/wire.ts"
import { ask, call } from "./api.ts"
import { deviceId } from "./device.ts"

/**
 * Who is signed in, in this tab alone: a tablet that is put down and opened anew asks for the PIN.
 */
const KEY = "felt.session"
const [session, setSession] = createSignal<StaffSession | null>(stored())

export { session }

/** Signs in with a PIN. @throws Refused with 401, 423 or 429, or Unreachable. */
export async function signIn(pin: string): Promise<void> {
  const opened = await ask("/api/sessions", StaffSession, {
    method: "POST",
    body: { pin, deviceId: deviceId() },
  })
  sessionStorage.setItem(KEY, JSON.stringify(opened))
  setSession(opened)
}

/** Forgets the session here at once, and tells the Leaf as far as it can be reached. */
export function signOut(): void {
  const token = session()?.token
  sessionStorage.removeItem(KEY)
  setSession(null)
  if (token === undefined) return
  call("/api/sessions", { method: "DELETE", token }).catch((error: unknown) => {
    console.info("The Leaf was not told of the signing out; the session ends by itself.", error)
  })
}

function stored(): StaffSession | null {
  const text = sessionStorage.getItem(KEY)
  if (text === null) return null
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), StaffSession), text)
  return parsed.success && parsed.output.expiresAt > Date.now() ? parsed.output : null
}
