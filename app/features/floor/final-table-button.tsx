import { createSignal, Show } from "solid-js"
import type { FinalTable } from "../../../domain/final-table.ts"
import { useDesk } from "../../data/desk-context.ts"
import { seatActs } from "../../data/seat-acts.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/floor.ts"
import { t as tp } from "../../words/people.ts"
import { t as ts } from "../../words/staff.ts"
import { movedFrom } from "../print/moved.ts"
import { offerCards } from "../print/offer.ts"
import { MovesSheet } from "./moves-sheet.tsx"

/** Everybody to the final table: who sits where is shown first. */
export function FinalTableButton(props: { plan: FinalTable }) {
  const { desk } = useDesk()
  const acts = seatActs(desk)
  const [isShown, setShown] = createSignal(false)
  const carryOut = () => {
    const also = offerCards(movedFrom(desk.floor(), props.plan.moves))
    const undo = acts.seatFinalTable(props.plan)
    setShown(false)
    say(t("final.done"), { label: ts("app.undo"), run: undo }, also)
  }
  return (
    <>
      <button
        class="button button-primary"
        disabled={!desk.may.writeFloor("table/any")}
        title={desk.may.writeFloor("table/any") ? undefined : tp("only.floor")}
        onClick={() => setShown(true)}
      >
        {t("suggest.show")}
      </button>
      <Show when={isShown()}>
        <MovesSheet
          title={t("final.title")}
          subtitle={t("final.text", props.plan.moves.length)}
          moves={props.plan.moves}
          go={t("final.go")}
          onGo={carryOut}
          onClose={() => setShown(false)}
        >
          <p class="mt-3 px-3 text-subtext1">{t("final.button", props.plan.button)}</p>
        </MovesSheet>
      </Show>
    </>
  )
}
