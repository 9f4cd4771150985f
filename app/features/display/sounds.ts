import { createEffect, on, onCleanup } from "solid-js"
import { type Cue, clockCue, floorCue } from "../../../domain/cues.ts"
import type { Sound } from "../../../schemas/documents/layouts.ts"
import type { DisplayState } from "../../../schemas/display.ts"
import type { Millis } from "../../../schemas/units.ts"

type Note = readonly [hertz: number, atMs: number, lengthMs: number]

/** What each is as notes: rising where play begins, falling where it ends, twice the same to warn. */
const MELODIES: Record<Cue, readonly Note[]> = {
  lastMinute: [
    [880, 0, 180],
    [880, 260, 180],
  ],
  levelEnd: [
    [587, 0, 260],
    [784, 240, 260],
    [988, 480, 520],
  ],
  break: [
    [784, 0, 320],
    [659, 300, 320],
    [523, 600, 700],
  ],
  breakEnd: [
    [523, 0, 240],
    [659, 220, 240],
    [784, 440, 240],
    [1_047, 660, 620],
  ],
  finalTable: [
    [523, 0, 200],
    [523, 200, 200],
    [784, 400, 300],
    [1_047, 700, 900],
  ],
}
/** Nobody is startled: a note takes so long to be as loud as it gets. */
const FADE_IN_MS = 60
/** Two partials above the note make it a bell's. */
const PARTIALS = [
  [1, 1],
  [2, 0.35],
  [3, 0.12],
] as const
const LOUDEST = 0.5

/**
 * Plays what there is to hear while the calling component lives. Browsers keep a page silent until
 * somebody has touched it; a kiosk is started without that rule (deploy/display), anywhere else the first
 * key or tap wakes it.
 */
export function playCues(state: () => DisplayState | null, now: () => Millis): void {
  let context: AudioContext | null = null
  const wake = () => {
    context ??= new AudioContext()
    // Where that is not allowed yet, the next key or tap asks again.
    context.resume().catch(() => {})
  }
  for (const act of ["pointerdown", "keydown"] as const) addEventListener(act, wake)
  onCleanup(() => {
    for (const act of ["pointerdown", "keydown"] as const) removeEventListener(act, wake)
    void context?.close()
  })
  wake()
  const say = (cue: Cue | null) => {
    const sound = state()?.screen.sound
    if (cue === null || !sound?.isOn || sound.volume === 0) return
    if (context?.state === "running") play(context, MELODIES[cue], sound)
    // Also on a page that is still kept silent: whoever looks for the fault sees that it was meant.
    document.documentElement.dataset["cue"] = cue
  }
  createEffect(
    on(state, (after, before) => {
      const shown = tournamentIn(after)
      if (shown) say(floorCue(tournamentIn(before ?? null), shown))
    }),
  )
  createEffect(
    on(now, (to, from) => {
      const shown = tournamentIn(state())
      if (shown && from !== undefined) say(clockCue(shown, from, to))
    }),
  )
}

const tournamentIn = (state: DisplayState | null) => (state?.kind === "tournament" ? state : null)

/** Made of sine waves by the device itself: there is no file to load, and none to keep. */
function play(context: AudioContext, notes: readonly Note[], { volume }: Sound): void {
  const begin = context.currentTime
  for (const [hertz, atMs, lengthMs] of notes) {
    const from = begin + atMs / 1_000
    const until = from + lengthMs / 1_000
    const loudness = context.createGain()
    loudness.gain.setValueAtTime(0, from)
    loudness.gain.linearRampToValueAtTime(LOUDEST * (volume / 100), from + FADE_IN_MS / 1_000)
    loudness.gain.exponentialRampToValueAtTime(0.000_1, until)
    loudness.connect(context.destination)
    for (const [times, share] of PARTIALS) {
      const wave = context.createOscillator()
      const part = context.createGain()
      wave.frequency.value = hertz * times
      part.gain.value = share / PARTIALS.length
      wave.connect(part).connect(loudness)
      wave.start(from)
      wave.stop(until)
      wave.addEventListener("ended", () => part.disconnect(), { once: true })
    }
  }
}
