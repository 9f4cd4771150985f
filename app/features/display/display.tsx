import { createEffect, createSignal, ErrorBoundary, onCleanup, Show } from "solid-js"
import * as v from "valibot"
import { DisplayId } from "../../../schemas/ids.ts"
import { keepLeafTime } from "../../data/leaf-time.ts"
import { followScreen, type ScreenSource } from "../../data/screen.ts"
import { forgetToken, keepToken, keptToken } from "../../data/screen-token.ts"
import { createTitle } from "../../ui/title.ts"
import { CLOCK_TICK_MS, createTicking } from "../../ui/ticking.ts"
import { t } from "../../words/display.ts"
import { adoptLanguage } from "../../words/language.ts"
import { PairingFace } from "./pairing.tsx"
import { ScreenFace } from "./screen-face.tsx"
import { playCues } from "./sounds.ts"

/** Nobody is there to press anything: whatever goes wrong, the page is loaded anew. */
const ANEW_AFTER_MS = 5_000

/**
 * A screen on the wall. Nobody touches it: it finds its way back by itself.
 * @param props.id the display whose address was opened; `null` is whichever the staff have made it
 */
export function Display(props: { id: string | null }) {
  createTitle(() => `${props.id ?? "Screen"} · Felt`)
  return (
    <main class="h-dvh" onContextMenu={(event) => event.preventDefault()}>
      <ErrorBoundary
        fallback={(error: unknown) => {
          console.error(error)
          setTimeout(() => location.reload(), ANEW_AFTER_MS)
          return <ScreenFace state={null} lostAt={null} now={createTicking()()} />
        }}
      >
        <Show when={props.id} fallback={<OwnScreen />} keyed>
          {(displayId) => (
            <Show when={v.is(DisplayId, displayId)} fallback={<NoSuchScreen />}>
              <Following source={{ displayId }} />
            </Show>
          )}
        </Show>
      </ErrorBoundary>
    </main>
  )
}

/** Somebody has mistyped the address: to wait for the Leaf would be in vain. */
function NoSuchScreen() {
  return (
    <div class="screen">
      <div class="screen-alone">
        <img src="/felt.svg" alt="Felt" />
        <h1>{t("display.noScreen")}</h1>
        <p>{t("display.noScreenText")}</p>
      </div>
    </div>
  )
}

/** With its token, what it was given to show; without one, the code to get it by. */
function OwnScreen() {
  const [token, setToken] = createSignal(keptToken())
  const onPaired = (given: string) => {
    keepToken(given)
    setToken(given)
  }
  const onTakenAway = () => {
    forgetToken()
    setToken(null)
  }
  return (
    <Show when={token()} fallback={<PairingFace onPaired={onPaired} />} keyed>
      {(given) => <Following source={{ token: given, onTakenAway }} />}
    </Show>
  )
}

function Following(props: { source: ScreenSource }) {
  // By which right a screen looks never changes while it does.
  // oxlint-disable-next-line solid/reactivity
  const { state, lostAt } = followScreen(props.source)
  onCleanup(keepLeafTime())
  const now = createTicking(CLOCK_TICK_MS)
  playCues(state, now)
  createEffect(() => {
    const language = state()?.screen.language
    if (language) void adoptLanguage(language)
  })
  return <ScreenFace state={state()} lostAt={lostAt()} now={now()} />
}
