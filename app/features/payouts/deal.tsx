import { createMemo, For, Show } from "solid-js"
import type { TournamentAccount } from "../../../domain/account.ts"
import { sum } from "../../../domain/share-out.ts"
import type { TournamentId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { holdReloadWhile } from "../../data/unsaved.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/deals.ts"
import { plainAmount, readAmount } from "../money/amount.ts"
import { createMoney } from "../money/money-format.ts"
import { DealConsent } from "./deal-consent.tsx"
import { changeDraft, dealDraft } from "./deal-draft.ts"
import {
  type DealMethod,
  dealMethods,
  dealPlayers,
  type DealTerms,
  dealTerms,
  propose,
  type Proposal,
  worstPrize,
} from "./deal-form.ts"
import { DealTable } from "./deal-table.tsx"
import { Guarantee } from "./guarantee.tsx"

/** All the ways to share, side by side, reckoned anew whenever a stack changes. */
export type Proposals = Record<DealMethod, Proposal>

/** The deal calculator: who is left, what each way of sharing gives them, and who agrees. */
export function DealCalculator(props: { tournament: TournamentId; account: TournamentAccount }) {
  const { desk } = useDesk()
  const draft = () => dealDraft(props.tournament)
  holdReloadWhile(() => draft().isOpen)
  const players = createMemo(() => dealPlayers(desk.floor(), props.account))
  const terms = createMemo(() =>
    dealTerms(
      players(),
      props.account,
      new Map([...draft().custom].map(([entryId, text]) => [entryId, readAmount(text)])),
    ),
  )
  const proposals = createMemo(() => proposalsOf(terms()))
  const proposed = () => proposals()[draft().method]
  return (
    <Show
      when={draft().isAsking && proposed().kind === "possible"}
      fallback={
        <DealComparison
          tournament={props.tournament}
          account={props.account}
          players={players()}
          terms={terms()}
          proposals={proposals()}
        />
      }
    >
      <DealConsent tournament={props.tournament} proposed={proposed()} />
    </Show>
  )
}

const proposalsOf = (terms: DealTerms): Proposals => ({
  icm: propose("icm", terms),
  chip_chop: propose("chip_chop", terms),
  proportional: propose("proportional", terms),
  even: propose("even", terms),
  percentages: propose("percentages", terms),
  custom: propose("custom", terms),
})

function DealComparison(props: {
  tournament: TournamentId
  account: TournamentAccount
  players: ReturnType<typeof dealPlayers>
  terms: DealTerms
  proposals: Proposals
}) {
  const money = createMoney()
  const draft = () => dealDraft(props.tournament)
  const proposed = () => props.proposals[draft().method]
  const choose = (method: DealMethod) => {
    const before = proposed()
    const isFresh = draft().custom.size === 0
    // Amounts of one's own begin with what stands there.
    const custom =
      method === "custom" && isFresh && before.kind === "possible"
        ? new Map(before.shares.map((share) => [share.entryId, plainAmount(share.amountCents)]))
        : draft().custom
    changeDraft(props.tournament, { method, custom })
  }
  return (
    <section class="card grid gap-4 p-4 md:p-5" aria-label={t("deal.title")}>
      <header class="flex flex-wrap items-start justify-between gap-3 md:flex-nowrap">
        <div class="min-w-0">
          <h1 class="text-2xl font-bold">{t("deal.title")}</h1>
          <p class="text-subtext1">
            {t("deal.text", props.terms.players.length, money(sum(props.terms.prizesCents)))}{" "}
            {t("deal.worst", money(worstPrize(props.terms)))}
          </p>
        </div>
        <div class="flex flex-wrap gap-2 md:flex-nowrap">
          <button
            class="button min-h-14"
            onClick={() => changeDraft(props.tournament, { isOpen: false, isAsking: false })}
          >
            <Icon name="back" />
            {t("deal.back")}
          </button>
          {/* At the top: what was just said at the bottom must not lie over it. */}
          <button
            class="button button-primary min-h-14 px-6 text-lg"
            disabled={proposed().kind === "impossible"}
            onClick={() => changeDraft(props.tournament, { isAsking: true })}
          >
            {t("deal.ask")}
          </button>
        </div>
      </header>
      <Guarantee account={props.account} />
      <MethodChoice chosen={draft().method} proposals={props.proposals} onChoose={choose} />
      <DealTable
        players={props.players}
        terms={props.terms}
        proposals={props.proposals}
        chosen={draft().method}
        custom={draft().custom}
        onCustom={(entryId, text) =>
          changeDraft(props.tournament, { custom: new Map([...draft().custom, [entryId, text]]) })
        }
      />
      <Impossible proposed={proposed()} />
      <Warnings proposed={proposed()} />
    </section>
  )
}

function MethodChoice(props: {
  chosen: DealMethod
  proposals: Proposals
  onChoose: (method: DealMethod) => void
}) {
  return (
    <fieldset class="min-w-0">
      <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("deal.methods")}</legend>
      <div class="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
        <For each={dealMethods}>
          {(method) => (
            <label
              class="choice flex min-h-12 items-center justify-between gap-2 px-3 font-semibold"
              classList={{ "text-subtext0": props.proposals[method].kind === "impossible" }}
            >
              <input
                class="sr-only"
                type="radio"
                name="deal-method"
                checked={props.chosen === method}
                onChange={() => props.onChoose(method)}
              />
              {t(`deal.method.${method}`)}
              <Show when={hasWarnings(props.proposals[method])}>
                <Icon name="warning" class="size-5 shrink-0 text-yellow" />
              </Show>
            </label>
          )}
        </For>
      </div>
      <p class="mt-1.5 min-h-5 text-sm text-subtext0">{t(`deal.about.${props.chosen}`)}</p>
    </fieldset>
  )
}

const hasWarnings = (proposed: Proposal): boolean =>
  proposed.kind === "possible" && proposed.warnings.length > 0

/** What everybody must be told before they agree, in words and by name. */
function Warnings(props: { proposed: Proposal }) {
  const { desk } = useDesk()
  const nameOf = (entryId: string) =>
    desk.players.nameOf(desk.floor().entries.find((entry) => entry.entryId === entryId)?.playerId)
  return (
    <Show when={props.proposed.kind === "possible" && props.proposed.warnings}>
      {(warnings) => (
        <Show when={warnings().length > 0}>
          <section
            class="rounded-xl border border-yellow/60 bg-yellow/8 px-4 py-3"
            aria-label={t("deal.warnings")}
          >
            <h2 class="flex items-center gap-2 font-semibold text-yellow">
              <Icon name="warning" />
              {t("deal.warnings")}
            </h2>
            <ul class="mt-1 grid gap-1">
              <For each={warnings()}>
                {({ kind, entryId }) => <li>{t(`deal.warning.${kind}`, nameOf(entryId))}</li>}
              </For>
            </ul>
          </section>
        </Show>
      )}
    </Show>
  )
}

/** What is missing for a deal by this method. */
function Impossible(props: { proposed: Proposal }) {
  const money = createMoney()
  const text = () => {
    const { proposed } = props
    if (proposed.kind === "possible") return ""
    if (proposed.why !== "off") return t(`deal.why.${proposed.why}`)
    const { offCents } = proposed
    return offCents < 0 ? t("deal.off", money(0 - offCents)) : t("deal.over", money(offCents))
  }
  return (
    <p role="status" class="min-h-6 font-semibold text-yellow">
      {text()}
    </p>
  )
}
