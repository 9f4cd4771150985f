import { createSignal, For, onCleanup, onMount } from "solid-js"
import * as v from "valibot"
import { DisplaySetting } from "../../../schemas/documents/venue.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/several.ts"

const EVERY_MS = 15_000
const Answer = v.object({
  ready: v.boolean(),
  checks: v.record(v.string(), v.object({ ok: v.boolean(), detail: v.string() })),
})

/** Whether the venue can rely on its Leaf and its screens: what must hold before the doors open. */
export function VenueReadiness() {
  const { desk } = useDesk()
  const box = createBox()
  const screen = () => {
    const setting = v.safeParse(DisplaySetting, desk.hall.values().get("display/main"))
    const listed = setting.success ? desk.listed(setting.output.tournamentId) : undefined
    return listed !== undefined && listed.endedAt === undefined
  }
  const facts = () => {
    const { isConnected, waiting } = desk.sync()
    return [
      { holds: isConnected, text: t(isConnected ? "ready.contact" : "ready.noContact") },
      { holds: waiting === 0, text: waiting === 0 ? t("ready.safe") : t("ready.waiting", waiting) },
      box(),
      { holds: screen(), text: t(screen() ? "ready.screen" : "ready.screenOld") },
    ]
  }
  return (
    <section class="card grid content-start gap-2 p-4" aria-label={t("ready.title")}>
      <h2 class="px-1 font-semibold">{t("ready.title")}</h2>
      <ul class="grid gap-1.5 px-1">
        <For each={facts()}>
          {(fact) => (
            <li class="flex items-start gap-2">
              <Icon
                name={fact.holds === false ? "warning" : fact.holds ? "check" : "sync"}
                class={`mt-0.5 size-5 shrink-0 ${fact.holds === false ? "text-yellow" : fact.holds ? "text-green" : "text-subtext0"}`}
              />
              <span class="min-w-0">{fact.text}</span>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}

/** What the Leaf says of itself, asked for while this is in sight. */
function createBox() {
  const [fact, setFact] = createSignal<{ holds: boolean | null; text: string }>({
    holds: null,
    text: t("ready.asking"),
  })
  const stop = new AbortController()
  const askOnce = async () => {
    try {
      // It answers 503 where it is not ready, and says in the same words why.
      const response = await fetch("/readyz", { signal: stop.signal, cache: "no-store" })
      const { ready, checks } = v.parse(Answer, await response.json())
      const wrong = Object.values(checks).find(({ ok }) => !ok)
      setFact({
        holds: ready,
        text: ready ? t("ready.box") : t("ready.boxNot", wrong?.detail ?? ""),
      })
    } catch (error) {
      if (stop.signal.aborted) return
      console.info("The Leaf did not say whether it is ready; it is asked again.", error)
      setFact({ holds: false, text: t("ready.noContact") })
    }
  }
  onMount(() => {
    void askOnce()
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void askOnce()
    }, EVERY_MS)
    onCleanup(() => {
      clearInterval(timer)
      stop.abort()
    })
  })
  return fact
}
