import { createSignal, For, Show } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import { type Chips, chips } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { satelliteActs } from "../../data/satellite-acts.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import { type BagRow, bagRows, readStack } from "../event/bag-rows.ts"

/** Who has reached the mark: they leave with a seat, and their chips leave play. */
export function MilestoneSheet(props: { mark: Chips; onClose: () => void }) {
  const { desk } = useDesk()
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={t("seats.reachedBy")}
      subtitle={t("seats.mark", format(props.mark))}
      closeLabel={ts("app.close")}
    >
      <ul class="grid gap-2">
        <For each={bagRows(desk.floor())}>
          {(row) => <Row row={row} mark={props.mark} onDone={props.onClose} />}
        </For>
      </ul>
    </Sheet>
  )
}

const format = (count: number): string => formatChips(chips(count), locale())

function Row(props: { row: BagRow; mark: Chips; onDone: () => void }) {
  const { desk, acts } = useDesk()
  const [text, setText] = createSignal(
    // What was counted is where one begins; a row is made once for each opening of the sheet.
    // oxlint-disable-next-line solid/reactivity
    String(Math.max(props.mark, props.row.counted ?? 0)),
  )
  const name = () => desk.players.nameOf(props.row.playerId)
  const stack = () => readStack(text())
  const isEnough = () => (stack() ?? 0) >= props.mark
  const win = (event: SubmitEvent) => {
    event.preventDefault()
    const count = stack()
    if (count === null || !isEnough()) return
    const undo = satelliteActs(desk, acts).winSeat(props.row.entryId, chips(count))
    say(t("seats.won", name(), format(count)), { label: ts("app.undo"), run: undo })
    props.onDone()
  }
  return (
    <li>
      <form class="flex items-center gap-2 rounded-xl bg-mantle py-2 pr-2 pl-4" onSubmit={win}>
        <span class="min-w-0 grow">
          <span class="block truncate font-semibold">{name()}</span>
          <span class="text-sm text-subtext0" classList={{ "text-red": !isEnough() }}>
            <Show when={!isEnough()} fallback={props.row.where}>
              {t("seats.tooFew", format(props.mark))}
            </Show>
          </span>
        </span>
        <input
          class="field w-28 text-right"
          inputmode="numeric"
          autocomplete="off"
          aria-label={`${t("seats.stack")}: ${name()}`}
          aria-invalid={!isEnough()}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button
          class="button button-go"
          aria-label={`${t("seats.reached")}: ${name()}`}
          disabled={!isEnough()}
        >
          <span aria-hidden="true">✓</span>
        </button>
      </form>
    </li>
  )
}
