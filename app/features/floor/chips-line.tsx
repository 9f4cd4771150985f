import { createMemo, For, Show } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import { type ChipReading, readChips } from "../../../domain/stack-counts.ts"
import { useDesk } from "../../data/desk-context.ts"
import { createTicking } from "../../ui/ticking.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/players.ts"
import { agoText } from "./ago.ts"

const SLOWLY_MS = 10_000
const kinds = ["entry", "re-entry", "rebuy", "add-on"] as const

/** The chips that must be in play, what was counted of them, and by how much it differs. */
export function ChipsLine() {
  const { desk } = useDesk()
  const reading = createMemo(() => readChips(desk.floor(), desk.account()))
  return (
    <Show when={reading()}>
      {(current) => (
        <details class="card px-4 py-2">
          <summary class="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-6 gap-y-1">
            <Figure label={t("chips.expected")} count={current().expected.chips} />
            <Figure label={t("chips.counted")} count={current().countedChips} />
            <Difference reading={current()} />
          </summary>
          <Explanation reading={current()} />
        </details>
      )}
    </Show>
  )
}

function Figure(props: { label: string; count: number }) {
  return (
    <span class="text-subtext0">
      {props.label}{" "}
      <span class="font-semibold text-text">{formatChips(props.count, locale())}</span>
    </span>
  )
}

function Difference(props: { reading: ChipReading }) {
  const difference = () => props.reading.difference
  return (
    <Show
      when={difference() !== null}
      fallback={
        <span class="text-subtext1">
          {t("chips.partly", props.reading.countedPlayers, props.reading.players)}
        </span>
      }
    >
      <span
        class="font-semibold"
        classList={{ "text-green": difference() === 0, "text-red": difference() !== 0 }}
      >
        {difference() === 0 ? t("chips.right") : t("chips.off", signed(difference() ?? 0))}
      </span>
    </Show>
  )
}

function Explanation(props: { reading: ChipReading }) {
  const now = createTicking(SLOWLY_MS)
  return (
    <div class="grid gap-1 border-t border-surface0 pt-2 pb-1 text-sm text-subtext0">
      <For each={kinds.filter((kind) => props.reading.expected.byKind[kind] !== undefined)}>
        {(kind) => (
          <p>
            {t(`chips.${kind}`)}{" "}
            <span class="text-subtext1">
              {formatChips(props.reading.expected.byKind[kind] ?? 0, locale())}
            </span>
          </p>
        )}
      </For>
      <Show when={props.reading.oldestAt}>
        {(at) => <p>{t("chips.oldest", agoText(now() - at(), locale()))}</p>}
      </Show>
      <p>{t("chips.why")}</p>
    </div>
  )
}

const signed = (count: number): string =>
  `${count > 0 ? "+" : "−"}${formatChips(Math.abs(count), locale())}`
