import { createMemo, createSignal, Match, Show, Switch } from "solid-js"
import type { TournamentAccount } from "../../../domain/account.ts"
import { formatChips } from "../../../domain/money.ts"
import type { SatelliteTerms } from "../../../schemas/documents/venue.ts"
import { basisPoints, cents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { satelliteActs } from "../../data/satellite-acts.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import { nightName } from "../tonight/night-line.tsx"
import { MilestoneSheet } from "./milestone-sheet.tsx"
import { satelliteView } from "./satellite-plan.ts"

/** What a satellite pays, live: seats and the rest; and the two acts that decide them. */
export function SatellitePanel(props: { terms: SatelliteTerms; account: TournamentAccount }) {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const [isMarking, setMarking] = createSignal(false)
  const view = createMemo(() => satelliteView(props.terms, props.account, desk.floor()))
  const target = () => desk.nights().find(({ listed }) => listed.id === props.terms.target)
  const isSet = () => props.account.payouts?.seatCents === props.terms.seatCents
  /** In or out is the floor's to say, and a winner leaves play. */
  const mayEnd = () => desk.may.writeFloor("entry/any/out")
  const set = async () => {
    const { seatCents } = props.terms
    const shares = [basisPoints(10_000)]
    if (await acts.setPayouts({ shares, unitCents: cents(1), seatCents }))
      say(t("seats.wereSet", view()?.seats ?? 0))
  }
  const stop = () => {
    const count = view()?.seatsLeft ?? 0
    say(t("seats.stopped", count), {
      label: ts("app.undo"),
      run: satelliteActs(desk, acts).stopPlay(),
    })
  }
  return (
    <section class="card grid gap-3 p-5" aria-label={t("seats.title")}>
      <header class="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 class="eyebrow">{t("seats.title")}</h2>
        <p class="text-subtext0">
          <Show when={target()} fallback={t("kind.elsewhere")}>
            {(night) => <>{t("seats.target", nightName(night()))}</>}
          </Show>
        </p>
      </header>
      <Show when={view()} fallback={<p>{t("seats.each", money(props.terms.seatCents))}</p>}>
        {(plan) => (
          <>
            <p class="text-4xl font-bold">
              {t("seats.count", plan().seats)}
              <Show when={plan().cashCents > 0}>
                {" "}
                <span class="text-green">{t("seats.plus", money(plan().cashCents))}</span>
              </Show>
            </p>
            <ul class="grid gap-1 text-subtext1">
              <li>{t("seats.each", money(props.terms.seatCents))}</li>
              <Show when={plan().cashPlace}>
                {(place) => <li>{t("seats.cash", place(), money(plan().cashCents))}</li>}
              </Show>
              <Show when={props.terms.markChips}>
                {(mark) => <li>{t("seats.mark", formatChips(mark(), locale()))}</li>}
              </Show>
              <li>
                <Switch fallback={t("seats.toGo", plan().toGo)}>
                  <Match when={plan().seats > 0 && plan().seatsLeft === 0}>
                    {t("seats.allWon")}
                  </Match>
                </Switch>
              </li>
            </ul>
            <div class="flex flex-wrap gap-2">
              <Show when={!isSet() && props.account.counts.payouts === 0}>
                <button class="button button-primary min-h-14" onClick={() => void set()}>
                  {t("seats.set")}
                </button>
              </Show>
              <Show when={props.terms.markChips !== undefined && plan().seatsLeft > 0}>
                <button
                  class="button min-h-14"
                  disabled={!mayEnd()}
                  title={mayEnd() ? undefined : tp("only.floor")}
                  onClick={() => setMarking(true)}
                >
                  <Icon name="ticket" />
                  {t("seats.reached")}
                </button>
              </Show>
              <Show when={plan().toGo === 0 && plan().seatsLeft > 0}>
                <button
                  class="button button-go min-h-14"
                  disabled={!mayEnd()}
                  title={mayEnd() ? undefined : tp("only.floor")}
                  onClick={stop}
                >
                  {t("seats.stop")}
                </button>
              </Show>
            </div>
          </>
        )}
      </Show>
      <Show when={isMarking() && props.terms.markChips}>
        {(mark) => <MilestoneSheet mark={mark()} onClose={() => setMarking(false)} />}
      </Show>
    </section>
  )
}
