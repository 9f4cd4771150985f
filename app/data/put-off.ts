import { createSignal } from "solid-js"
import * as v from "valibot"
import { stopsMoney } from "../../domain/health-levels.ts"
import type { Finding } from "../../schemas/health.ts"

const KEY = "felt.put-off"
/** Until the night is over, whenever it is put off. */
const TONIGHT_MS = 12 * 3_600_000

/** Until when each is not told on this device, by its own clock. */
const PutOff = v.record(v.string(), v.number())
const [kept, setKept] = createSignal(read())

/** What was put off is told again where it gets worse, and not where it comes back as it was. */
const keyOf = ({ code, level }: Finding): string => `${code} ${level}`

/** Until when it is put off on this device, in milliseconds since 1970; `null` where it is not. */
export function putOffUntil(finding: Finding): number | null {
  const until = kept()[keyOf(finding)] ?? 0
  return !stopsMoney(finding) && until > Date.now() ? until : null
}

export const isPutOff = (finding: Finding): boolean => putOffUntil(finding) !== null

/** Nothing that keeps the venue from taking money can be put off. */
export const mayPutOff = (finding: Finding): boolean => !stopsMoney(finding)

/** Tells it no more on this device for the rest of the night. */
export function putOff(finding: Finding): void {
  keep({ ...kept(), [keyOf(finding)]: Date.now() + TONIGHT_MS })
}

/** Tells it again. */
export function takeUp(finding: Finding): void {
  keep({ ...kept(), [keyOf(finding)]: 0 })
}

function keep(all: Record<string, number>): void {
  const left = Object.fromEntries(Object.entries(all).filter(([, until]) => until > Date.now()))
  localStorage.setItem(KEY, JSON.stringify(left))
  setKept(left)
}

function read(): Record<string, number> {
  try {
    return v.parse(PutOff, JSON.parse(localStorage.getItem(KEY) ?? "{}"))
  } catch (error) {
    console.info("What was put off on this device cannot be read, and is told again.", error)
    return {}
  }
}
