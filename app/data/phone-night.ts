import { type Accessor, createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import type { TournamentId } from "../../schemas/ids.ts"
import { PhoneState } from "../../schemas/phone.ts"
import { Millis } from "../../schemas/units.ts"
import { followEvents } from "./event-stream.ts"
import { checkLeafTime, hearLeafTime, leafNow } from "./leaf-time.ts"

const KEY = "felt.night"
const State = v.pipe(v.string(), v.parseJson(), PhoneState)
const Kept = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ of: v.string(), heardAt: Millis, keptAt: v.number(), state: PhoneState }),
)
/** The Leaf says every 15 s that it is there. */
const SILENT_AFTER_MS = 20_000
/** A phone whose timers stood still for so long has slept, whether it was told so or not. */
const SLEPT_MS = 5_000
/** However long the Leaf was away, a phone is right well within five seconds of its return. */
const LONGEST_PAUSE_MS = 2_500
const LOOK_EVERY_MS = 1_000

/** Whose night a phone follows: its own player's, or a tournament that anybody may look at. */
export type Following = { token: string } | { tournament: TournamentId }

export type PhoneNightView = {
  /** `null` before the first answer on a phone that has kept none. */
  state: Accessor<PhoneState | null>
  /** Whether what is shown is as it is now. */
  isLive: Accessor<boolean>
  /** The Leaf's time at which what is shown was last right; `null` where it never was. */
  heardAt: Accessor<Millis | null>
}

/**
 * Follows a night as a phone shows it. Each event is whole, so the first one after any gap puts
 * everything right; until then nothing is called live. A phone that wakes asks anew at once.
 *
 * @param onEnded the Leaf says that there is nothing for this token, or no such tournament
 */
export function followNight(following: Following, onEnded: () => void): PhoneNightView {
  const name = "token" in following ? "own" : following.tournament
  const kept = readKept("token" in following ? following.token : name)
  // How far this phone's clock is off is known from then.
  if (kept) hearLeafTime(kept.heardAt + Date.now() - kept.keptAt)
  const [state, setState] = createSignal<PhoneState | null>(kept?.state ?? null)
  const [heardAt, setHeardAt] = createSignal<Millis | null>(kept?.heardAt ?? null)
  const [isLive, setLive] = createSignal(false)
  const of = "token" in following ? following.token : name
  const hear = () => {
    if (isLive()) setHeardAt(leafNow())
  }
  const keep = () => {
    const current = state()
    const at = heardAt()
    if (!current || at === null) return
    // What was heard a while ago was heard by this clock a while ago.
    const keptAt = Date.now() - (leafNow() - at)
    localStorage.setItem(KEY, JSON.stringify({ of, heardAt: at, keptAt, state: current }))
  }
  const follow = () =>
    followEvents({
      path: () =>
        "token" in following ? "/api/me/stream" : `/api/tournaments/${following.tournament}/stream`,
      ...("token" in following && { token: following.token }),
      take(events) {
        const last = events.findLast(({ event }) => event === "state")
        if (!last) return
        const read = v.parse(State, last.data)
        hearLeafTime(read.now)
        checkLeafTime(read.now)
        setState(read)
        setLive(true)
        setHeardAt(read.now)
        keep()
      },
      longestMs: LONGEST_PAUSE_MS * (0.8 + Math.random() / 5),
      onHeard: hear,
      onContact: (hasContact) => {
        if (!hasContact) setLive(false)
      },
      onSignedOut: onEnded,
      onGone: onEnded,
    })
  let stop = follow()
  /** What is shown may be old by now: it is not called live until the Leaf has answered anew. */
  const again = () => {
    setLive(false)
    stop()
    stop = follow()
  }
  const stopWatching = watchSleep({
    onWake: again,
    isSilent: () => isLive() && leafNow() - (heardAt() ?? 0) > SILENT_AFTER_MS,
    onHide: keep,
  })
  onCleanup(() => {
    stopWatching()
    stop()
  })
  return { state, isLive, heardAt }
}

/** Notices that the phone was away: it says so itself, or its timers stood still. */
function watchSleep(options: {
  onWake: () => void
  isSilent: () => boolean
  onHide: () => void
}): () => void {
  let lookedAt = Date.now()
  const look = () => {
    const now = Date.now()
    if (now - lookedAt > SLEPT_MS || options.isSilent()) options.onWake()
    lookedAt = now
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  const onVisible = () => {
    lookedAt = Date.now()
    if (document.visibilityState === "visible") options.onWake()
    else options.onHide()
  }
  document.addEventListener("visibilitychange", onVisible)
  addEventListener("online", options.onWake)
  addEventListener("pageshow", onShow)
  function onShow({ persisted }: PageTransitionEvent): void {
    if (persisted) options.onWake()
  }
  return () => {
    clearInterval(timer)
    document.removeEventListener("visibilitychange", onVisible)
    removeEventListener("online", options.onWake)
    removeEventListener("pageshow", onShow)
  }
}

/** Whose tournament the night is that this phone keeps for a token; `null` where it keeps none. */
export const keptTournament = (token: string): TournamentId | null =>
  readKept(token)?.state.night.tournamentId ?? null

function readKept(of: string) {
  const kept = v.safeParse(Kept, localStorage.getItem(KEY))
  return kept.success && kept.output.of === of ? kept.output : null
}
