import { createSignal } from "solid-js"

const SOUND_KEY = "felt.sound"
/** Half as loud as the phone is set, and never at once. */
const [LOUDNESS, FADE_IN_S] = [0.5, 0.3]
const TONES_HZ = [660, 880, 660, 880]
const TONE_S = 0.28
const PATTERN_MS = [250, 120, 250, 120, 250]

const [hasSound, setSound] = createSignal(localStorage.getItem(SOUND_KEY) !== "off")
export { hasSound }

/** Whether alarms are heard on this phone. */
export function chooseSound(isOn: boolean): void {
  localStorage.setItem(SOUND_KEY, isOn ? "on" : "off")
  setSound(isOn)
}

let audio: AudioContext | null = null
// A page may make no sound before somebody has touched it.
addEventListener("pointerdown", () => (audio ??= new AudioContext()), { once: true })

/** Tells whoever holds the phone, or has it in a pocket: by vibration, sound and notification. */
export function raiseAlarm(title: string, body: string): void {
  navigator.vibrate?.(PATTERN_MS)
  if (hasSound() && audio) void play(audio)
  if (document.visibilityState === "hidden") void notify(title, body)
}

async function play(context: AudioContext): Promise<void> {
  await context.resume()
  const start = context.currentTime
  const volume = context.createGain()
  volume.gain.setValueAtTime(0, start)
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + FADE_IN_S)
  volume.connect(context.destination)
  for (const [index, frequency] of TONES_HZ.entries()) {
    const tone = context.createOscillator()
    tone.frequency.value = frequency
    tone.connect(volume)
    tone.start(start + index * TONE_S)
    tone.stop(start + (index + 1) * TONE_S)
  }
}

/** Whether notifications can be had here at all: only over https, and only where allowed. */
export const notifications = (): NotificationPermission | "none" =>
  "Notification" in globalThis && isSecureContext ? Notification.permission : "none"

export const askForNotifications = (): Promise<NotificationPermission> =>
  Notification.requestPermission()

async function notify(title: string, body: string): Promise<void> {
  if (notifications() !== "granted") return
  const worker = await navigator.serviceWorker?.getRegistration()
  // A phone shows them only through its worker, a computer without one as well.
  if (worker) await worker.showNotification(title, { body, icon: "/felt.svg", tag: "felt" })
  else new Notification(title, { body, icon: "/felt.svg" })
}
