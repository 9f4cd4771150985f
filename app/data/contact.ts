const KEY = "felt.contact"
const KEEP_EVERY_MS = 5_000

let keptAt = 0

/** When this phone last was up to date, by the Leaf's clock, also before a reload. */
export function lastContact(): number | null {
  const kept = Number(localStorage.getItem(KEY) ?? Number.NaN)
  return Number.isSafeInteger(kept) ? kept : null
}

/** Notes that the phone is up to date now. */
export function keepContact(now: number): void {
  if (now - keptAt < KEEP_EVERY_MS) return
  keptAt = now
  localStorage.setItem(KEY, String(now))
}
