import { A } from "@solidjs/router"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { alertsOf, stopsMoney } from "../../../domain/health-levels.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { Icon } from "../../ui/icon.tsx"
import { QrCode } from "../../ui/qr-code.tsx"
import { t as th } from "../../words/health.ts"
import { t } from "../../words/venue.ts"
import { levelFaces } from "./health-text.ts"

/** Which version runs, and whether everything is as it must be; the checks have a page of their own. */
export function LeafCard() {
  const { desk } = useDesk()
  const findings = () => (desk.health.isGone() ? null : (desk.health.latest()?.findings ?? null))
  const isReady = () => !(findings() ?? []).some(stopsMoney)
  return (
    <section class="card grid content-start gap-3 p-5" aria-labelledby="leaf">
      <h2 id="leaf" class="flex items-center gap-3 text-lg font-semibold">
        {t("leaf.title")}
        <Switch>
          <Match when={desk.health.isGone()}>
            <span class="pill text-red">{t("leaf.away")}</span>
          </Match>
          <Match when={findings()}>
            <span class="pill" classList={{ "text-green": isReady(), "text-red": !isReady() }}>
              {t(isReady() ? "leaf.ready" : "leaf.notReady")}
            </span>
          </Match>
        </Switch>
      </h2>
      <ul class="grid min-h-8 content-start gap-2">
        <For
          each={alertsOf(findings() ?? [])}
          fallback={
            <li class="flex gap-3 text-subtext1">
              <Show
                when={findings()}
                fallback={t(desk.health.isGone() ? "leaf.away" : "leaf.asking")}
              >
                <Icon name="check" class="mt-0.5 size-5 shrink-0 text-green" />
                {th("page.well")}
              </Show>
            </li>
          }
        >
          {({ check, level }) => (
            <li class="flex gap-3">
              <Icon
                name={levelFaces[level].icon}
                class={`mt-0.5 size-5 shrink-0 ${levelFaces[level].tone}`}
              />
              {th(`check.${check}`)}: {th(`level.${level}`)}
            </li>
          )}
        </For>
      </ul>
      <A class="button" href="/operator/venue/health">
        <Icon name="venue" />
        <span class="whitespace-normal">{th("page.open")}</span>
      </A>
      <p class="text-sm text-subtext0">
        {t("leaf.build")} <span class="font-mono">{desk.venue.build}</span>
      </p>
      <A class="button" href="/operator/sync">
        <Icon name="sync" />
        <span class="whitespace-normal">{t("leaf.sync")}</span>
      </A>
    </section>
  )
}

/** How another device gets here. */
export function DevicesCard() {
  const { desk } = useDesk()
  const [isShown, setShown] = createSignal(false)
  const address = () => leafAddress(desk.venue.addresses, location, "/operator")
  return (
    <section class="card grid content-start gap-3 p-5" aria-labelledby="devices">
      <h2 id="devices" class="text-lg font-semibold">
        {t("devices.title")}
      </h2>
      <p class="text-pretty text-subtext1">{t("devices.text")}</p>
      <Show
        when={isShown()}
        fallback={
          <button class="button" onClick={() => setShown(true)}>
            <Icon name="phone" />
            {t("devices.show")}
          </button>
        }
      >
        <div class="mx-auto w-full max-w-64">
          <QrCode text={address()} label={t("devices.code")} />
        </div>
      </Show>
      <ul class="grid gap-1">
        <For
          each={[
            ...new Set([address(), ...desk.venue.addresses.map((each) => `${each}/operator`)]),
          ]}
        >
          {(each) => <li class="font-mono text-sm break-all text-subtext1">{each}</li>}
        </For>
      </ul>
      <Show when={address().startsWith("http:")}>
        <p class="flex gap-2 text-sm text-yellow">
          <Icon name="warning" class="size-5 shrink-0" />
          {t("devices.plain")}
        </p>
      </Show>
    </section>
  )
}
