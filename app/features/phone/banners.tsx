import { type JSX, Show } from "solid-js"
import { t } from "../../words/phone.ts"
import type { Alerts } from "./alerts.ts"

/** What must not be missed, above everything else until it is read. */
export function Banners(props: { alerts: Alerts }) {
  return (
    <>
      <Show when={props.alerts.moved()}>
        {(move) => (
          <Banner
            title={`${t("moved.title")}: ${t("seat.say", move().to.table, move().to.seat)}`}
            ok={t("moved.ok")}
            onOk={props.alerts.read}
          >
            {t("moved.from", move().from.table, move().from.seat)} {t(`moved.${move().why}`)}
          </Banner>
        )}
      </Show>
      <Show when={props.alerts.isBreakOver()}>
        <Banner
          title={t("alert.breakOver")}
          ok={t("alert.close")}
          onOk={() => props.alerts.closeBreak()}
        >
          {t("alert.breakOverText")}
        </Banner>
      </Show>
    </>
  )
}

function Banner(props: { title: string; ok: string; onOk: () => void; children: JSX.Element }) {
  return (
    <section role="alert" class="notice animate-rise grid gap-2 rounded-2xl p-4">
      <p class="text-xl font-bold">{props.title}</p>
      <p class="text-pretty">{props.children}</p>
      <button
        class="min-h-12 rounded-xl bg-black/15 px-4 text-lg font-semibold"
        onClick={() => props.onOk()}
      >
        {props.ok}
      </button>
    </section>
  )
}
