import { createResource, createSignal, type JSX, Match, onCleanup, Switch } from "solid-js"
import { Refused } from "../../data/errors.ts"
import { keepLeafTime } from "../../data/leaf-time.ts"
import { fetchMe, takeTicket } from "../../data/ticket.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { t } from "../../words/guest.ts"
import { OwnNight } from "./own-night.tsx"

/** The player's own page, opened by the QR code on the operator's screen. */
export function Phone() {
  const [ticket, setTicket] = createSignal(takeTicket())
  // The code scanned once more in a page that is open already changes nothing but the address.
  const onScan = () => setTicket(takeTicket())
  addEventListener("hashchange", onScan)
  onCleanup(() => removeEventListener("hashchange", onScan))
  onCleanup(keepLeafTime())
  const [me, { refetch }] = createResource(ticket, fetchMe)
  const isEnded = () => me.error instanceof Refused && [401, 403, 404].includes(me.error.status)
  return (
    <main class="mx-auto grid min-h-dvh w-full max-w-md grid-cols-[minmax(0,1fr)] content-start gap-4 p-4 pb-10">
      <Switch fallback={<p class="sr-only">{t("phone.loading")}</p>}>
        <Match when={ticket() === null}>
          <Notice icon="phone" title={t("phone.noTicket")} text={t("phone.noTicketText")} />
        </Match>
        <Match when={isEnded()}>
          <Notice icon="ticket" title={t("phone.ended")} text={t("phone.endedText")} />
        </Match>
        <Match when={me.error}>
          <Notice icon="warning" title={t("phone.unreachable")} text={t("phone.unreachableText")}>
            <button class="button button-primary" onClick={() => void refetch()}>
              {t("phone.again")}
            </button>
          </Notice>
        </Match>
        <Match when={ticket() !== null && me()}>
          {(known) => (
            <OwnNight me={known()} token={ticket() ?? ""} onEnded={() => void refetch()} />
          )}
        </Match>
      </Switch>
    </main>
  )
}

function Notice(props: { icon: IconName; title: string; text: string; children?: JSX.Element }) {
  return (
    <div class="grid min-h-[80dvh] content-center justify-items-center gap-4 text-center">
      <Icon name={props.icon} class="size-12 text-lavender" />
      <h1 class="text-2xl font-bold">{props.title}</h1>
      <p class="max-w-prose text-balance text-subtext1">{props.text}</p>
      {props.children}
    </div>
  )
}
