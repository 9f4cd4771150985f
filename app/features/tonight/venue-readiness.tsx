import { A } from "@solidjs/router"
import { For, Show, Suspense } from "solid-js"
import * as v from "valibot"
import { stopsMoney } from "../../../domain/health-levels.ts"
import { DisplaySetting } from "../../../schemas/documents/venue.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { later } from "../../ui/later.tsx"
import { t } from "../../words/several.ts"

const AlertList = later(async () => (await import("../venue/health-alerts.tsx")).AlertList)

/** Whether the venue can rely on its Leaf and its screens: what must hold before the doors open. */
export function VenueReadiness() {
  const { desk } = useDesk()
  /** What is wrong with the box stands below in words; here only that it is there and takes money. */
  const box = () => {
    const { latest, isGone } = desk.health
    const findings = latest()?.findings
    if (isGone()) return { holds: false, text: t("ready.noContact") }
    if (!findings) return { holds: null, text: t("ready.asking") }
    const isReady = !findings.some(stopsMoney)
    return { holds: isReady, text: t(isReady ? "ready.box" : "ready.boxNot") }
  }
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
      <Show when={desk.health.alerts().length > 0}>
        <Suspense>
          <div class="px-1">
            <AlertList mayPutOff={false} />
          </div>
        </Suspense>
      </Show>
      <A class="button button-quiet ml-4 justify-self-start" href="/operator/venue/health">
        {t("ready.checks")}
      </A>
    </section>
  )
}
