import { createMemo, createSignal, Index, Show } from "solid-js"
import type { Ranking } from "../../../domain/busts.ts"
import { handOf, planSameHand } from "../../../domain/same-hand.ts"
import type { FloorEntry } from "../../../domain/tournament.ts"
import type { Writes } from "../../../domain/floor.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/players.ts"
import { readStack } from "./stack-text.ts"

/** Two out in one hand: their stacks at its start, and the places that follow, before it is recorded. */
export function HandStep(props: {
  first: EntryId
  entryId: EntryId
  onRecord: (writes: Writes) => void
}) {
  const { desk } = useDesk()
  const [texts, setTexts] = createSignal<ReadonlyMap<EntryId, string>>(new Map())
  const members = createMemo(() => {
    const own = desk.floor().entries.find(({ entryId }) => entryId === props.entryId)
    return [...handOf(desk.floor(), props.first), ...(own ? [own] : [])]
  })
  const textOf = (entry: FloorEntry) => {
    const known = entry.out?.hand?.stack ?? entry.chips?.count
    return texts().get(entry.entryId) ?? (known === undefined ? "" : String(known))
  }
  const plan = createMemo(() => {
    const stacks = members().flatMap((entry) => {
      const stack = readStack(textOf(entry))
      return stack === null || stack < 1 ? [] : [[entry.entryId, stack] as const]
    })
    return planSameHand(desk.floor(), props.first, props.entryId, new Map(stacks))
  })
  const ranked = () => {
    const current = plan()
    return current?.kind === "ranked" ? current : undefined
  }
  return (
    <form
      class="grid grid-cols-[minmax(0,1fr)] gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const current = ranked()
        if (current) props.onRecord(current.writes)
      }}
    >
      <h3 class="text-lg font-semibold">{t("hand.title")}</h3>
      <Index each={members()}>
        {(entry) => {
          const name = () => desk.players.nameOf(entry().playerId)
          const isWrong = () => textOf(entry()) !== "" && !((readStack(textOf(entry())) ?? 0) >= 1)
          return (
            <label class="field-label">
              <span class="flex items-baseline justify-between gap-3 text-base">
                <span class="min-w-0 truncate font-semibold text-text">{name()}</span>
                <Rank ranking={ranked()?.ranking} entryId={entry().entryId} />
              </span>
              <input
                class="field min-h-14 text-xl"
                aria-label={t("hand.stackOf", name())}
                inputmode="decimal"
                autocomplete="off"
                maxlength="16"
                aria-invalid={isWrong()}
                value={textOf(entry())}
                onInput={(event) =>
                  setTexts(new Map([...texts(), [entry().entryId, event.currentTarget.value]]))
                }
              />
            </label>
          )
        }}
      </Index>
      <p class="min-h-12 text-sm text-pretty text-subtext1" aria-live="polite">
        {ruleText(plan())}
      </p>
      <button class="button button-danger min-h-16 text-lg" disabled={!ranked()}>
        <Icon name="out" class="size-6" />
        {t("hand.go")}
      </button>
    </form>
  )
}

function Rank(props: { ranking: Ranking | undefined; entryId: EntryId }) {
  const group = () => props.ranking?.groups.find(({ entryIds }) => entryIds.includes(props.entryId))
  return (
    <Show when={group()}>
      {(found) => (
        <span class="shrink-0 font-semibold text-yellow">
          {t(found().isTie ? "hand.tie" : "hand.place", found().place)}
        </span>
      )}
    </Show>
  )
}

/** The rule that gives the places, in words. */
function ruleText(plan: ReturnType<typeof planSameHand>): string {
  if (plan === null) return t("hand.cannot")
  if (plan.kind === "missing") return t("hand.say")
  if (plan.ranking.confirm) return t("hand.rule.tiers")
  return t(plan.ranking.rule === "domain.md 3.8" ? "hand.rule.table" : "hand.rule.tie")
}
