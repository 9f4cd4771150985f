import { createMemo, createSignal, Index, Show } from "solid-js"
import type { BountyPart } from "../../../domain/bounty-book.ts"
import { knockoutParts, type BountyBook } from "../../../domain/bounty-book.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/players.ts"
import { createMoney } from "../money/money-format.ts"
import { mayHaveWon } from "./knockout.ts"

/**
 * Who knocked somebody out: one tap on a player of the same table, or several for a split, or nobody.
 */
export function BountyStep(props: {
  book: Extract<BountyBook, { kind: "told" }>
  loser: EntryId
  name: string
  amount: string
  /** With whom the bounty goes to; nobody collects it where there is none. */
  onChoose: (parts: BountyPart[]) => void
}) {
  const { desk } = useDesk()
  const money = createMoney()
  const [isSplit, setSplit] = createSignal(false)
  const [chosen, setChosen] = createSignal<readonly EntryId[]>([])
  const candidates = createMemo(() => mayHaveWon(desk.floor(), props.loser))
  const parts = (winners: readonly EntryId[]) => knockoutParts(props.book, props.loser, winners)
  const tap = (entryId: EntryId) => {
    if (!isSplit()) return props.onChoose(parts([entryId]))
    setChosen((all) =>
      all.includes(entryId) ? all.filter((each) => each !== entryId) : [...all, entryId],
    )
  }
  const partOf = (entryId: EntryId) => {
    const winners = isSplit() && chosen().length > 0 ? chosen() : [entryId]
    return parts(winners).find((part) => part.entryId === entryId)?.amountCents
  }
  return (
    <section class="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 class="text-lg font-semibold text-pretty">{t("bounty.ask", props.name, props.amount)}</h3>
      <ul class="grid grid-cols-[minmax(0,1fr)] gap-2">
        <Index each={candidates()}>
          {(entry) => (
            <li>
              <button
                class="button min-h-14 w-full justify-between px-4 text-left"
                classList={{ "button-primary": chosen().includes(entry().entryId) }}
                aria-pressed={isSplit() ? chosen().includes(entry().entryId) : undefined}
                onClick={() => tap(entry().entryId)}
              >
                <span class="min-w-0 truncate">
                  <span class="inline-block w-7 opacity-80">{entry().seat?.seat ?? "–"}</span>
                  {desk.players.nameOf(entry().playerId)}
                </span>
                <Show when={partOf(entry().entryId)}>
                  {(cents) => <span class="shrink-0">{money(cents())}</span>}
                </Show>
              </button>
            </li>
          )}
        </Index>
      </ul>
      <Show
        when={isSplit()}
        fallback={
          <div class="grid gap-2 sm:grid-cols-2">
            <button
              class="button min-h-14"
              disabled={candidates().length < 2}
              onClick={() => setSplit(true)}
            >
              <Icon name="players" />
              {t("bounty.several")}
            </button>
            <button class="button min-h-14" onClick={() => props.onChoose([])}>
              {t("bounty.nobody")}
            </button>
          </div>
        }
      >
        <button
          class="button button-go min-h-16 text-lg"
          disabled={chosen().length === 0}
          onClick={() => props.onChoose(parts(chosen()))}
        >
          {t("bounty.split", chosen().length)}
        </button>
      </Show>
    </section>
  )
}
