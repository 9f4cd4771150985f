import { createMemo, createSignal, For } from "solid-js"
import { formatPoints } from "../../../domain/league-tables.ts"
import { formatCents } from "../../../domain/money.ts"
import type { SeasonRules } from "../../../schemas/documents/leagues.ts"
import { cents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/leagues.ts"
import { plainAmount, readAmount } from "../money/amount.ts"
import { EXAMPLE, exampleOf } from "./season-form.ts"

const FIRST_BUY_IN = 5_000

/** What a formula gives, while it is chosen or written: places down, fields of three sizes across. */
export function Example(props: {
  points: Pick<SeasonRules, "formula" | "among">
  takingPart: number
}) {
  const { desk } = useDesk()
  const [typed, setTyped] = createSignal(plainAmount(FIRST_BUY_IN))
  const buyIn = () => readAmount(typed()) ?? cents(FIRST_BUY_IN)
  const currency = () => desk.profile()?.currency ?? "EUR"
  const rows = createMemo(() => exampleOf(props.points, props.takingPart, buyIn()))
  const all = () =>
    rows().flatMap((row) =>
      row.hundredths.flatMap((hundredths) => (hundredths === null ? [] : { hundredths })),
    )
  return (
    <section class="grid gap-2 rounded-xl bg-mantle p-4" aria-label={t("example.title")}>
      <div class="flex items-center justify-between gap-3">
        <h3 class="font-semibold">{t("example.title")}</h3>
        <label class="flex items-center gap-2 text-sm text-subtext1">
          {t("example.buyIn")}
          <input
            class="field w-20! text-right"
            inputmode="decimal"
            autocomplete="off"
            value={typed()}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      </div>
      <table class="w-full text-right text-sm">
        <thead class="text-subtext0">
          <tr>
            <th class="py-1 text-left font-medium">{t("example.place")}</th>
            <For each={EXAMPLE.players}>
              {(players) => <th class="py-1 font-medium">{t("example.players", players)}</th>}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {({ place, hundredths }) => (
              <tr class="border-t border-surface0">
                <th class="py-1 text-left font-medium">{place}</th>
                <For each={hundredths}>
                  {(each) => (
                    <td class="py-1 font-semibold">
                      {each === null ? "–" : formatPoints(each, locale(), all())}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p class="text-xs text-subtext0">
        {t("example.text", formatCents(buyIn(), currency(), locale()))}
      </p>
    </section>
  )
}
