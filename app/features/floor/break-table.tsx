import { createSignal, Show } from "solid-js"
import type { TableBreak } from "../../../domain/floor.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { movedFrom } from "../print/moved.ts"
import { offerCards } from "../print/offer.ts"
import { MovesSheet } from "./moves-sheet.tsx"
import { numberOf } from "./tables.ts"

/** Breaking a table: who moves where is shown first; nothing moves by itself. */
export function BreakTable(props: { label: string; class?: string }) {
  const { desk, acts } = useDesk()
  const [plan, setPlan] = createSignal<TableBreak | null>(null)
  const hasTables = () => desk.floor().tables.filter(({ status }) => status === "open").length > 1
  const show = () => {
    const made = acts.planBreak()
    if (made) setPlan(made)
    else sayProblem(t("break.noRoom"))
  }
  return (
    <Show when={hasTables()}>
      <button
        class={`button ${props.class ?? ""}`}
        disabled={!desk.may.writeFloor("table/any")}
        title={desk.may.writeFloor("table/any") ? undefined : tp("only.floor")}
        onClick={show}
      >
        <Icon name="merge" />
        {props.label}
      </button>
      <Show when={plan()}>
        {(current) => <BreakSheet planned={current()} onClose={() => setPlan(null)} />}
      </Show>
    </Show>
  )
}

function BreakSheet(props: { planned: TableBreak; onClose: () => void }) {
  const { desk, acts } = useDesk()
  const number = () => numberOf(desk.floor(), props.planned.plan.breaks)
  const carryOut = () => {
    const text = t("break.done", number())
    const also = offerCards(movedFrom(desk.floor(), props.planned.plan.moves))
    const undo = acts.write(props.planned.writes)
    props.onClose()
    say(text, { label: t("app.undo"), run: undo }, also)
  }
  return (
    <MovesSheet
      title={t("break.title", number())}
      subtitle={t("break.text", props.planned.plan.moves.length)}
      moves={props.planned.plan.moves}
      go={t("break.go", number())}
      onGo={carryOut}
      onClose={props.onClose}
    />
  )
}
