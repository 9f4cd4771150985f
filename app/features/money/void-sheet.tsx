import { createSignal, For, Show } from "solid-js"
import { whatStandsOn } from "../../../domain/decide-undo.ts"
import type { Method } from "../../../schemas/account.ts"
import type { IntentOf, VoidReason } from "../../../schemas/intent.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t as deals } from "../../words/deals.ts"
import { t as paper } from "../../words/receipt.ts"
import { t } from "../../words/staff.ts"
import type { MoneyLine } from "./lines.ts"
import { createMoney } from "./money-format.ts"
import { reasonText } from "./reasons.ts"
import { MethodChoice } from "./tender-choice.tsx"

const voidReasons: readonly VoidReason[] = ["mistake", "wrong_player", "duplicate"]
const refundReasons = ["withdrew", "tournament_cancelled", "refused_entry"] as const

/** What was bought can be given back; everything else is only ever taken back. */
const canBeRefunded = ({ kind }: MoneyLine): boolean =>
  kind === "buy-in" || kind === "re-entry" || kind === "rebuy" || kind === "add-on"

/** Takes a line back, for a reason; or tells which lines have to be taken back before it. */
export function VoidSheet(props: {
  line: MoneyLine | null
  lines: readonly MoneyLine[]
  onChoose: (line: MoneyLine) => void
  onClose: () => void
}) {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const obstacle = () => {
    const tournament = desk.shown()?.ledgerId
    const ledger = tournament && desk.ledger.state().tournaments.get(tournament)
    const movement = ledger && props.line && ledger.movements.get(props.line.sequence)
    return ledger && movement ? whatStandsOn(ledger, movement) : null
  }
  const first = () => props.lines.filter(({ sequence }) => obstacle()?.lines.includes(sequence))
  const takeBack = async (line: MoneyLine, reason: VoidReason) => {
    props.onClose()
    const refusal = await acts.voidLine(line.sequence, reason)
    if (refusal) sayProblem(reasonText(refusal))
    else say(t("money.voided", line.sequence))
  }
  const name = (line: MoneyLine) =>
    [
      t(`kind.${line.kind}`),
      line.playerId === null ? null : desk.players.nameOf(line.playerId),
      line.amountCents === null ? null : money(line.amountCents),
    ]
      .filter((part) => part !== null)
      .join(" · ")
  return (
    <Show when={props.line}>
      {(line) => (
        <Sheet
          isOpen
          onClose={props.onClose}
          title={t("money.voidTitle", line().sequence)}
          subtitle={name(line())}
          closeLabel={t("app.close")}
        >
          <Show
            when={obstacle()}
            fallback={
              <>
                <p class="mb-3 text-subtext1">{t("money.voidText")}</p>
                <div class="grid gap-2">
                  <Show when={canBeRefunded(line())}>
                    <h3 class="eyebrow">{deals("refund.wrong")}</h3>
                  </Show>
                  <For each={reasonsFor(line())}>
                    {(reason) => (
                      <button
                        class="button button-danger min-h-14"
                        onClick={() => void takeBack(line(), reason)}
                      >
                        {t(`voidReason.${reason}`)}
                      </button>
                    )}
                  </For>
                </div>
                <Show when={canBeRefunded(line())}>
                  <Refund line={line()} onDone={props.onClose} />
                </Show>
              </>
            }
          >
            {(blocked) => (
              <>
                <p class="mb-3 text-subtext1">{reasonText(blocked().seen)}</p>
                <p class="eyebrow mb-2">{t("money.takeBackFirst")}</p>
                <ul class="grid gap-2">
                  <For each={first()}>
                    {(other) => (
                      <li>
                        <button
                          class="button min-h-14 w-full justify-start"
                          onClick={() => props.onChoose(other)}
                        >
                          <span class="text-subtext0">#{other.sequence}</span> {name(other)}
                        </button>
                      </li>
                    )}
                  </For>
                </ul>
              </>
            )}
          </Show>
        </Sheet>
      )}
    </Show>
  )
}

const reasonsFor = (line: MoneyLine): readonly VoidReason[] =>
  canBeRefunded(line) ? voidReasons : [...voidReasons, "refunded"]

/** Gives the money back by a method of now, which need not be the one it came by. */
function Refund(props: { line: MoneyLine; onDone: () => void }) {
  const { acts } = useDesk()
  const [chosen, setChosen] = createSignal<Method | null>(null)
  const method = () => chosen() ?? props.line.method ?? "cash"
  const refund = async (reason: IntentOf<"refund">["reason"]) => {
    const { sequence } = props.line
    const by = method()
    props.onDone()
    const refusal = await acts.refund(sequence, { method: by, reason })
    if (refusal) sayProblem(reasonText(refusal))
    else say(deals("refund.done", sequence, paper(`method.${by}`)))
  }
  return (
    <section class="mt-5 grid gap-2" aria-label={deals("refund.title")}>
      <h3 class="eyebrow">{deals("refund.title")}</h3>
      <p class="text-sm text-subtext1">{deals("refund.text")}</p>
      <MethodChoice legend={deals("refund.by")} chosen={method()} onChoose={setChosen} />
      <For each={refundReasons}>
        {(reason) => (
          <button class="button min-h-14" onClick={() => void refund(reason)}>
            {deals(`refund.${reason}`)}
          </button>
        )}
      </For>
    </section>
  )
}
