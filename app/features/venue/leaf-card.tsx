import { A } from "@solidjs/router"
import { createResource, createSignal, For, Match, onCleanup, Show, Switch } from "solid-js"
import * as v from "valibot"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { Icon } from "../../ui/icon.tsx"
import { QrCode } from "../../ui/qr-code.tsx"
import { t } from "../../words/venue.ts"

const Readiness = v.object({
  ready: v.boolean(),
  checks: v.record(v.string(), v.object({ ok: v.boolean(), detail: v.string() })),
})
const NAMED = ["log", "ledger", "projection", "disk", "core", "repair"] as const
const AGAIN_MS = 10_000

/** Not through `ask`: a Leaf that is not ready answers with 503, and that is the answer wanted. */
async function fetchReadiness(): Promise<v.InferOutput<typeof Readiness>> {
  const response = await fetch("/readyz", { cache: "no-store" })
  return v.parse(Readiness, await response.json())
}

/** Which version runs, and whether everything is as it must be, in words. */
export function LeafCard() {
  const { desk } = useDesk()
  const [readiness, { refetch }] = createResource(fetchReadiness)
  const timer = setInterval(() => void refetch(), AGAIN_MS)
  onCleanup(() => clearInterval(timer))
  const nameOf = (check: string) => {
    const known = NAMED.find((each) => each === check)
    return known ? t(`leaf.check.${known}`) : check
  }
  return (
    <section class="card grid content-start gap-3 p-5" aria-labelledby="leaf">
      <h2 id="leaf" class="flex items-center gap-3 text-lg font-semibold">
        {t("leaf.title")}
        <Switch>
          <Match when={readiness.error}>
            <span class="pill text-red">{t("leaf.away")}</span>
          </Match>
          <Match when={readiness.latest}>
            {(found) => (
              <span
                class="pill"
                classList={{ "text-green": found().ready, "text-red": !found().ready }}
              >
                {t(found().ready ? "leaf.ready" : "leaf.notReady")}
              </span>
            )}
          </Match>
        </Switch>
      </h2>
      <ul class="grid min-h-40 content-start gap-2">
        <For
          each={Object.entries(readiness.error ? {} : (readiness.latest?.checks ?? {}))}
          fallback={
            <li class="text-subtext0">{t(readiness.error ? "leaf.away" : "leaf.asking")}</li>
          }
        >
          {([check, { ok, detail }]) => (
            <li class="flex gap-3">
              <Icon
                name={ok ? "check" : "warning"}
                class={`mt-0.5 size-5 shrink-0 ${ok ? "text-green" : "text-red"}`}
              />
              <span>
                <span class="block">{nameOf(check)}</span>
                <span class="block text-sm text-subtext0" lang="en">
                  {detail}
                </span>
              </span>
            </li>
          )}
        </For>
      </ul>
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
