import { createSignal, onCleanup } from "solid-js"

const KEY = "felt.lockMinutes"
const LOOK_EVERY_MS = 2_000
/** What can be chosen; 0 is never. */
export const LOCK_MINUTES = [2, 5, 15, 30, 60, 0] as const
const DEFAULT_MINUTES = 15

const kept = Number(localStorage.getItem(KEY) ?? DEFAULT_MINUTES)
const [minutes, setMinutes] = createSignal(
  LOCK_MINUTES.find((each) => each === kept) ?? DEFAULT_MINUTES,
)

/** After how many minutes without a touch this device locks; 0 is never. */
export const lockMinutes = (): number => minutes()

export function chooseLockMinutes(chosen: number): void {
  const known = LOCK_MINUTES.find((each) => each === chosen) ?? DEFAULT_MINUTES
  localStorage.setItem(KEY, String(known))
  setMinutes(known)
}

/**
 * Calls `lock` when nobody has touched the device for so long, while the calling component lives.
 * The time is read from the clock: a tablet that slept locks as it wakes up.
 * @param mayLock whether it could be unlocked again
 */
export function lockWhenIdle(lock: () => void, mayLock: () => boolean): void {
  let touchedAt = Date.now()
  const touch = () => {
    // Waking up with a touch must not save an unattended device from the lock.
    look()
    touchedAt = Date.now()
  }
  const look = () => {
    const idleMs = Date.now() - touchedAt
    if (lockMinutes() > 0 && idleMs >= lockMinutes() * 60_000 && mayLock()) lock()
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  const events = ["pointerdown", "keydown", "wheel"] as const
  for (const event of events) addEventListener(event, touch, { capture: true, passive: true })
  onCleanup(() => {
    clearInterval(timer)
    for (const event of events) removeEventListener(event, touch, { capture: true })
  })
}
