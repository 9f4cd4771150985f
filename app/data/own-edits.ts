import { createEffect, createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import { OwnEdits, type OwnRegistration, type PhoneOwn } from "../../schemas/phone.ts"
import { ownRegistration } from "../../domain/registration.ts"
import { call } from "./api.ts"
import { Refused } from "./errors.ts"

const KEY = "felt.edits"
const AGAIN_AFTER_MS = 2_000
/** What the Leaf has taken is shown as taken until it says so itself, for so long at most. */
const ECHO_MS = 2_000

const Kept = v.pipe(v.string(), v.parseJson(), v.object({ token: v.string(), edits: OwnEdits }))

/**
 * What a player says of themselves: shown at once, kept on the phone with or without contact, and
 * sent until the Leaf has it on its disk.
 *
 * @param own what the Leaf last told
 * @param isLive whether there is contact now
 */
export function keepOwnEdits(token: string, own: () => PhoneOwn | null, isLive: () => boolean) {
  const kept = v.safeParse(Kept, localStorage.getItem(KEY))
  const mine = kept.success && kept.output.token === token ? kept.output.edits : {}
  const [unsent, setUnsent] = createSignal<OwnEdits>(mine)
  const [echo, setEcho] = createSignal<{ edits: OwnEdits; at: number }>({ edits: {}, at: 0 })
  const [refused, setRefused] = createSignal<string | null>(null)
  let isSending = false
  const store = (edits: OwnEdits) => {
    localStorage.setItem(KEY, JSON.stringify({ token, edits }))
    setUnsent(edits)
  }
  const send = async (): Promise<void> => {
    const sent = unsent()
    if (isSending || Object.keys(sent).length === 0) return
    isSending = true
    try {
      await call("/api/me/registration", { method: "POST", body: sent, token })
      setEcho({ edits: { ...echo().edits, ...sent }, at: Date.now() })
      store(without(unsent(), sent))
    } catch (error) {
      // What the Leaf will never take is put back; whatever else is sent again.
      if (error instanceof Refused && error.status === 422) {
        store(without(unsent(), sent))
        setRefused(error.message)
      }
    } finally {
      isSending = false
    }
  }
  createEffect(() => {
    if (isLive()) void send()
  })
  createEffect(() => {
    const told = own()?.registration
    if (told && Date.now() - echo().at > ECHO_MS)
      setEcho({ edits: {}, at: Number.POSITIVE_INFINITY })
  })
  const timer = setInterval(() => isLive() && void send(), AGAIN_AFTER_MS)
  onCleanup(() => clearInterval(timer))
  return {
    /** As it will be when all has arrived. */
    registration: (): OwnRegistration => merged(own()?.registration ?? {}, echo().edits, unsent()),
    /** Whether the Leaf has everything. */
    isSafe: () => Object.keys(unsent()).length === 0,
    /** Why something was put back as it was; the latest time. */
    refused,
    set(edits: OwnEdits): void {
      setRefused(null)
      store({ ...unsent(), ...edits })
      void send()
    },
  }
}
export type OwnEditing = ReturnType<typeof keepOwnEdits>

/** Without what was sent, unless it was changed meanwhile. */
const without = (edits: OwnEdits, sent: OwnEdits): OwnEdits =>
  v.parse(
    OwnEdits,
    Object.fromEntries(
      Object.entries(edits).filter(
        ([field, value]) =>
          !Object.entries(sent).some(([f, sentValue]) => f === field && sentValue === value),
      ),
    ),
  )

/** Later ones count; `null` takes a field away. */
function merged(told: OwnRegistration, ...edits: readonly OwnEdits[]): OwnRegistration {
  const all: OwnEdits = Object.assign({}, told, ...edits.map(given))
  return ownRegistration({
    coming: all.coming ?? undefined,
    lateMinutes: all.lateMinutes ?? undefined,
    seatNeed: all.seatNeed ?? undefined,
    nickname: all.nickname ?? undefined,
    wish: all.wish ?? undefined,
  })
}

/** Without the fields that are named and say nothing. */
const given = (edits: OwnEdits): object =>
  Object.fromEntries(Object.entries(edits).filter(([, value]) => value !== undefined))
