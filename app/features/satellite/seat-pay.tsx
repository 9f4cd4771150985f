import { Show } from "solid-js"
import type { SatelliteTerms } from "../../../schemas/documents/venue.ts"
import { satelliteActs, seatObstacle } from "../../data/satellite-acts.ts"
import { useDesk } from "../../data/desk-context.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import type { PayoutRow } from "../payouts/payout-rows.ts"
import { nightName } from "../tonight/night-line.tsx"

/** Hands a seat over: into the target at once where that goes, else as a ticket, and says which. */
export function SeatPay(props: { row: PayoutRow; terms: SatelliteTerms }) {
  const { desk, acts } = useDesk()
  const target = () => desk.nights().find(({ listed }) => listed.id === props.terms.target)
  const give = async () => {
    const { entry, place, prizeCents } = props.row
    if (!entry) return
    const name = desk.players.nameOf(entry.playerId)
    const obstacle = seatObstacle(desk, { ...entry, prizeCents }, props.terms.target)
    const night = target()
    const into = obstacle === null && night ? night : null
    const undo = await satelliteActs(desk, acts).giveSeat(
      { ...entry, place, prizeCents },
      into?.listed.id ?? null,
    )
    if (!undo) return
    const text = into
      ? t("seats.given", name, nightName(into))
      : [t("seats.ticket", name), obstacle && t(`seats.${obstacle}`)].filter(Boolean).join(". ")
    say(text, { label: ts("app.undo"), run: undo })
  }
  return (
    <Show when={props.row.entry}>
      {(entry) => (
        <button
          class="button button-go w-full"
          aria-label={t("seats.giveLabel", desk.players.nameOf(entry().playerId))}
          onClick={() => void give()}
        >
          {t("seats.give")}
        </button>
      )}
    </Show>
  )
}
