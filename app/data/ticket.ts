import * as v from "valibot"
import { ClaimCode } from "../../schemas/phone.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { Ticket } from "../../schemas/wire.ts"
import { ask } from "./api.ts"

const KEY = "felt.ticket"

/** What a phone was opened with. */
export type Scanned =
  | { kind: "ticket"; token: string }
  | { kind: "code"; code: string }
  | { kind: "tournament"; id: TournamentId }
  | { kind: "table"; number: number }
  | { kind: "nothing" }

/**
 * Reads the address that a QR code opened: `#c=<code>` binds this phone, `#t=<tournament>` and
 * `#table=<number>` show a tournament, anything else is a ticket's token. What gives rights is taken
 * out of the address at once, so that it is not shown or shared.
 */
export function readAddress(): Scanned {
  const hash = location.hash.slice(1)
  const [name = "", value = ""] = hash.split("=")
  const id = v.safeParse(TournamentId, value)
  if (name === "t" && id.success) return { kind: "tournament", id: id.output }
  if (name === "table" && /^\d{1,3}$/.test(value)) return { kind: "table", number: Number(value) }
  if (hash === "") return { kind: "nothing" }
  history.replaceState(history.state, "", location.pathname)
  return name === "c" && value !== ""
    ? { kind: "code", code: value }
    : { kind: "ticket", token: hash }
}

/** The token that this phone keeps; `null` where it is bound to nobody. */
export const keptTicket = (): string | null => localStorage.getItem(KEY)

export const keepTicket = (token: string): void => localStorage.setItem(KEY, token)

/** Binds this phone to nobody any more. */
export function forgetTicket(): void {
  localStorage.removeItem(KEY)
}

/** Whether this can be a code at all. */
export const isCode = (text: string): boolean => v.safeParse(ClaimCode, text).success

/**
 * Binds this phone to the player whose code it is.
 * @returns the token, which is kept
 * @throws Refused where the code is nobody's or was used; Unreachable without contact
 */
export async function claim(code: string): Promise<string> {
  const { token } = await ask("/api/claims", Ticket, { method: "POST", body: { code } })
  keepTicket(token)
  return token
}
