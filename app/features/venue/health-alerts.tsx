import { A } from "@solidjs/router"
import { For, Show } from "solid-js"
import type { Finding } from "../../../schemas/health.ts"
import { useDesk } from "../../data/desk-context.ts"
import { mayPutOff, putOff } from "../../data/put-off.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/health.ts"
import { screenViews } from "../screens/screens.ts"
import { levelFaces, saysText, todoText } from "./health-text.ts"

/** What a screen is called, from the venue's document. */
export function createScreenNames(): (id: string) => string {
  const { desk } = useDesk()
  return (id) =>
    screenViews(desk.hall.values(), null).find(({ displayId }) => displayId === id)?.name ?? id
}

/** The first thing to see to, in a word, and how many more there are: in the bar on top. */
export function AlertMark() {
  const { desk } = useDesk()
  return (
    <Show when={desk.health.alerts()[0]}>
      {(first) => (
        <span class={`flex items-center gap-1 ${levelFaces[first().level].tone}`}>
          <Icon name="warning" class="size-5 shrink-0" />
          <span class="sr-only lg:not-sr-only">{t(`check.${first().check}`)}</span>
          <Show when={desk.health.alerts().length > 1}>
            <span>+{desk.health.alerts().length - 1}</span>
          </Show>
        </span>
      )}
    </Show>
  )
}

/** Each thing to see to, with what to do. */
export function AlertList(props: { mayPutOff: boolean }) {
  const { desk } = useDesk()
  return (
    <ul class="grid grid-cols-[minmax(0,1fr)] gap-3" aria-label={t("alert.title")}>
      <For each={desk.health.alerts()}>
        {(alert) => <AlertLine alert={alert} mayPutOff={props.mayPutOff && mayPutOff(alert)} />}
      </For>
    </ul>
  )
}

/** The same behind the bar on top, where each can be put off for tonight; and the way to all checks. */
export function AlertPanel() {
  return (
    <div class="grid grid-cols-[minmax(0,1fr)] gap-3 border-b border-surface1 pb-3">
      <AlertList mayPutOff />
      <A class="button py-2 whitespace-normal" href="/operator/venue/health">
        {t("page.open")}
      </A>
    </div>
  )
}

function AlertLine(props: { alert: Finding; mayPutOff: boolean }) {
  const screenName = createScreenNames()
  const face = () => levelFaces[props.alert.level]
  const name = () => t(`check.${props.alert.check}`)
  return (
    <li class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
      <Icon name={face().icon} class={`mt-0.5 size-5 ${face().tone}`} />
      <div class="min-w-0">
        <p class="break-words">
          <strong class={`font-semibold ${face().tone}`}>{name()}:</strong>{" "}
          {saysText(props.alert, screenName)}
        </p>
        <p class="text-sm break-words text-subtext1">{todoText(props.alert)}</p>
        <Show when={props.mayPutOff}>
          <button
            type="button"
            class="button button-quiet -ml-3 px-3 text-sm"
            aria-label={t("alert.putOffOf", name())}
            onClick={() => putOff(props.alert)}
          >
            {t("alert.putOff")}
          </button>
        </Show>
      </div>
    </li>
  )
}
