import * as v from "valibot"
import { Me } from "../../schemas/wire.ts"
import { ask } from "./api.ts"
import { Unreachable } from "./errors.ts"

const KEY = "felt.ticket"
const OWNER_KEY = "felt.ticket.owner"

/**
 * The phone's ticket: from the address of the QR code, out of which it is taken at once so that it
 * is not shown or shared, else the one kept from last time.
 */
export function takeTicket(): string | null {
  const scanned = location.hash.slice(1)
  if (scanned === "") return localStorage.getItem(KEY)
  localStorage.setItem(KEY, scanned)
  history.replaceState(history.state, "", location.pathname)
  return scanned
}

/**
 * Whose ticket this is. Without contact, what the Leaf said last time has to do.
 * @throws Refused where the ticket is not valid any more; Unreachable on the first visit
 */
export async function fetchMe(token: string): Promise<Me> {
  try {
    const me = await ask("/api/me", Me, { token })
    localStorage.setItem(OWNER_KEY, JSON.stringify({ token, me }))
    return me
  } catch (error) {
    const kept = v.safeParse(Kept, localStorage.getItem(OWNER_KEY))
    if (error instanceof Unreachable && kept.success && kept.output.token === token)
      return kept.output.me
    if (!(error instanceof Unreachable)) forget()
    throw error
  }
}

const Kept = v.pipe(v.string(), v.parseJson(), v.object({ token: v.string(), me: Me }))

function forget(): void {
  localStorage.removeItem(KEY)
  localStorage.removeItem(OWNER_KEY)
}
