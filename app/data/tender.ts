import { createSignal } from "solid-js"
import * as v from "valibot"
import { Method } from "../../schemas/account.ts"
import { TillId } from "../../schemas/ids.ts"

const METHOD_KEY = "felt.method"
const TILL_KEY = "felt.till"

/** The methods that a cashier chooses from; a ticket comes back in other ways. */
export const methods = ["cash", "card", "transfer"] as const

const kept = v.safeParse(Method, localStorage.getItem(METHOD_KEY))
const [method, setMethod] = createSignal<Method>(kept.success ? kept.output : "cash")
const keptTill = v.safeParse(TillId, localStorage.getItem(TILL_KEY))
const [till, setTill] = createSignal<TillId | null>(keptTill.success ? keptTill.output : null)

/** How money changes hands on this device, until somebody chooses another way. */
export const tenderMethod = method

export function chooseMethod(chosen: Method): void {
  localStorage.setItem(METHOD_KEY, chosen)
  setMethod(chosen)
}

/** The till that was opened on this device; whether it is still open, the ledger knows. */
export const deviceTill = till

export function useTill(id: TillId | null): void {
  if (id === null) localStorage.removeItem(TILL_KEY)
  else localStorage.setItem(TILL_KEY, id)
  setTill(id)
}
