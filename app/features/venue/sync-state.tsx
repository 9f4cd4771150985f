import { A } from "@solidjs/router"
import { createEffect, createSignal, For, onCleanup, Show, Suspense } from "solid-js"
import { isOtherVersion } from "../../data/build.ts"
import { keepContact, lastContact } from "../../data/contact.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { Icon } from "../../ui/icon.tsx"
import { later } from "../../ui/later.tsx"
import { sayProblem } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { syncTone } from "./sync-tone.ts"

// Their words are brought when there is something to say, or when the page has nothing else to do.
const AlertMark = later(async () => (await import("./health-alerts.tsx")).AlertMark)
const AlertPanel = later(async () => (await import("./health-alerts.tsx")).AlertPanel)

const tones = { good: "text-green", busy: "text-yellow", away: "text-red" }

/** Three facts that one word cannot tell: there is contact, this is up to date, mine are recorded. */
export function SyncState() {
  const { desk } = useDesk()
  const awaySince = createAwaySince(() => desk.sync().isConnected)
  createEffect(() => {
    for (const { reason } of desk.refused()) sayProblem(t("sync.refused", reason))
  })
  const clock = (at: number) =>
    new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })
  const facts = () => {
    const { isConnected, isUpToDate, waiting } = desk.sync()
    const since = awaySince()
    return [
      {
        holds: isConnected,
        text: isConnected
          ? t("sync.connected")
          : t("sync.away", since === null ? "" : clock(since)),
      },
      { holds: isUpToDate, text: t(isUpToDate ? "sync.upToDate" : "sync.behind") },
      { holds: waiting === 0, text: waiting === 0 ? t("sync.safe") : t("sync.waiting", waiting) },
      ...[desk.outbox.stranded().length].flatMap((count) =>
        count === 0 ? [] : [{ holds: false, text: tp("stranded.fact", count) }],
      ),
      ...(isOtherVersion() ? [{ holds: false, text: t("sync.otherVersion") }] : []),
      ...[desk.deviceFault()].flatMap((fault) =>
        fault === null ? [] : [{ holds: false, text: t("sync.fault", fault) }],
      ),
    ]
  }
  /** "Live", "3 waiting", "Offline since 21:40", and both of these where both are so. */
  const stateText = () => {
    const { waiting } = desk.sync()
    const since = awaySince()
    const count = waiting === 0 ? [] : [t("sync.tone.waiting", waiting)]
    switch (syncTone(desk.sync())) {
      case "good":
        return t("sync.tone.good")
      case "busy":
        return count[0] ?? t("sync.tone.busy")
      case "away":
        return [t("sync.tone.away", since === null ? "" : clock(since)), ...count].join(" · ")
    }
  }
  return (
    <details class="group relative">
      <summary class="flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-xl bg-surface0 px-3 text-sm font-semibold [&::-webkit-details-marker]:hidden">
        <span class="sr-only">{t("sync.label")}</span>
        <span class={`size-3 rounded-full bg-current ${tones[syncTone(desk.sync())]}`} />
        <span role="status" class="whitespace-nowrap">
          <span class="hidden md:inline">{stateText()}</span>
          <Show when={desk.sync().waiting}>
            {(count) => <span class="text-yellow md:hidden">{count()}</span>}
          </Show>
        </span>
        <span role="status" class="contents">
          <Show when={desk.health.alerts().length > 0}>
            <Suspense>
              <AlertMark />
            </Suspense>
          </Show>
        </span>
      </summary>
      <div class="absolute right-0 mt-2 grid grid-cols-[minmax(0,1fr)] max-h-[calc(100dvh-9.5rem)] w-72 group-open:animate-fade gap-3 overflow-y-auto rounded-2xl border border-surface1 bg-base p-4 shadow-2xl md:max-h-[calc(100dvh-5rem)] md:w-96">
        <Show when={desk.health.alerts().length > 0}>
          <Suspense>
            <AlertPanel />
          </Suspense>
        </Show>
        <ul class="grid grid-cols-[minmax(0,1fr)] gap-2">
          <For each={facts()}>
            {(fact) => (
              <li class="flex items-start gap-2">
                <Icon
                  name={fact.holds ? "check" : "warning"}
                  class={`mt-0.5 size-5 shrink-0 ${fact.holds ? "text-green" : "text-yellow"}`}
                />
                {fact.text}
              </li>
            )}
          </For>
          <li>
            <A class="button w-full py-2 text-center whitespace-normal" href="/operator/sync">
              {tp("sync.details")}
            </A>
          </li>
          <Show when={isOtherVersion()}>
            <li>
              <button
                type="button"
                class="button button-primary w-full"
                onClick={() => location.reload()}
              >
                {t("sync.reload")}
              </button>
            </li>
          </Show>
        </ul>
      </div>
    </details>
  )
}

/** Since when the Leaf is away, by its own clock, also where the page was loaded after that; else `null`. */
function createAwaySince(isConnected: () => boolean): () => number | null {
  const [since, setSince] = createSignal(lastContact())
  const note = () => {
    if (isConnected()) keepContact(leafNow())
    else setSince(lastContact())
  }
  createEffect(note)
  const timer = setInterval(note, 1_000)
  onCleanup(() => clearInterval(timer))
  return () => (isConnected() ? null : since())
}
