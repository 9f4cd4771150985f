import { For, Match, Show, Switch } from "solid-js"
import type { LogLine } from "../../../schemas/log.ts"
import type { Sequence } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/log.ts"
import { t as staff } from "../../words/staff.ts"
import type { Row } from "./rows.ts"
import { createUndoPlan } from "./undo-plan.ts"

/** What taking an act of the floor back would do, and the button for it; or what is in the way. */
export function UndoSheet(props: {
  line: LogLine
  rows: readonly Row[]
  lines: readonly LogLine[]
  onVoid: (line: Sequence) => void
  onClose: () => void
}) {
  const { desk, acts } = useDesk()
  const { room, plan, obstacle, clockText } = createUndoPlan(props)
  const row = () =>
    props.rows.find(({ source }) => source?.kind === "floor" && source.line === props.line)
  const text = () => row()?.text ?? ""
  const undo = () => {
    const [current, done, open] = [plan(), text(), room()]
    props.onClose()
    if (current.kind !== "can") return
    if (open === desk.room()) acts.write(current.writes)
    else open?.registers.setAll(current.writes)
    say(t("undo.done", done))
  }
  const paid = () => {
    const current = plan()
    return current.kind === "paid" ? current.line : null
  }
  return (
    <Sheet
      isOpen
      onClose={() => props.onClose()}
      title={obstacle() === null ? t("undo.title") : t("undo.do")}
      closeLabel={staff("app.close")}
    >
      <p class="mb-3 text-lg font-semibold text-pretty">{text()}</p>
      <Show when={row()?.details.length}>
        {/* It scrolls, so it must be reached by keyboard. */}
        <ul class="mb-3 grid max-h-60 gap-1 overflow-y-auto text-subtext1" tabindex="0">
          <For each={row()?.details}>{(detail) => <li>{detail}</li>}</For>
        </ul>
      </Show>
      <Switch>
        <Match when={obstacle()}>
          {(why) => (
            <>
              <p class="flex items-start gap-2 rounded-xl bg-mantle p-4 text-pretty">
                <Icon name="warning" class="mt-0.5 size-5 shrink-0 text-yellow" />
                {why()}
              </p>
              <Show when={paid()}>
                {(line) => (
                  <button
                    class="button button-danger mt-3 min-h-14 w-full"
                    onClick={() => props.onVoid(line())}
                  >
                    {t("undo.paidDo", line())}
                  </button>
                )}
              </Show>
            </>
          )}
        </Match>
        <Match when={plan().kind === "can"}>
          <p class="mb-3 text-subtext1">{t("undo.text")}</p>
          <Show when={clockText()}>{(clock) => <p class="mb-3">{clock()}</p>}</Show>
          <button class="button button-primary min-h-14 w-full" onClick={undo}>
            <Icon name="undo" />
            {t("undo.do")}
          </button>
        </Match>
      </Switch>
    </Sheet>
  )
}
