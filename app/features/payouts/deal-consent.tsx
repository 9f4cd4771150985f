import { For, Show } from "solid-js"
import type { EntryId, TournamentId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { formSettled } from "../../data/unsaved.ts"
import { Icon } from "../../ui/icon.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t } from "../../words/deals.ts"
import { t as staff } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import { reasonText } from "../money/reasons.ts"
import { changeDraft, dealDraft, dropDraft } from "./deal-draft.ts"
import { agreedDeal, type Proposal, stillToAgree, termsAgreed } from "./deal-form.ts"

/** Everybody taps the own name; only then can a director record the deal. */
export function DealConsent(props: { tournament: TournamentId; proposed: Proposal }) {
  const { desk, acts } = useDesk()
  const draft = () => dealDraft(props.tournament)
  const missing = () => stillToAgree(props.proposed, draft().consents)
  const shares = () => (props.proposed.kind === "possible" ? props.proposed.shares : [])
  const nameOf = (entryId: EntryId) =>
    desk.players.nameOf(desk.floor().entries.find((each) => each.entryId === entryId)?.playerId)
  const isDirector = () => desk.may.ask("agree-deal")
  const toggle = (entryId: EntryId) => {
    const to = termsAgreed(props.proposed)
    const { consents } = draft()
    const agreed = new Set(consents.to === to ? consents.agreed : [])
    if (!agreed.delete(entryId)) agreed.add(entryId)
    changeDraft(props.tournament, { consents: { to, agreed } })
  }
  const record = async () => {
    const deal = agreedDeal(props.proposed, draft().consents)
    if (!deal) return
    const asked = await acts.agreeDeal(deal)
    if ("refusal" in asked) return sayProblem(t("deal.refused", reasonText(asked.refusal)))
    dropDraft(props.tournament)
    formSettled()
    say(t("deal.done"), asked.undo && { label: staff("app.undo"), run: asked.undo })
  }
  return (
    <section class="card grid gap-4 p-4 md:p-5" aria-label={t("deal.title")}>
      <header class="flex flex-wrap items-start justify-between gap-3">
        <div class="min-w-0">
          <h1 class="text-2xl font-bold">
            {t("deal.consentTitle", t(`deal.method.${draft().method}`))}
          </h1>
          <p class="text-subtext1">{t("deal.consentText")}</p>
        </div>
        <button class="button" onClick={() => changeDraft(props.tournament, { isAsking: false })}>
          <Icon name="back" />
          {t("deal.change")}
        </button>
      </header>
      <ul class="grid gap-2">
        <For each={shares().map(({ entryId }) => entryId)}>
          {(entryId) => (
            <ConsentRow
              name={nameOf(entryId)}
              amountCents={shares().find((share) => share.entryId === entryId)?.amountCents ?? 0}
              hasAgreed={!missing().includes(entryId)}
              onToggle={() => toggle(entryId)}
            />
          )}
        </For>
      </ul>
      <div class="flex flex-wrap items-center gap-x-5 gap-y-3">
        <p
          role="status"
          class="min-w-0 font-semibold"
          classList={{
            "text-green": missing().length === 0,
            "text-subtext1": missing().length > 0,
          }}
        >
          {missing().length === 0
            ? t("deal.everybody")
            : t("deal.missing", missing().map(nameOf).join(", "))}
        </p>
        <Show when={isDirector()} fallback={<p class="text-yellow">{t("deal.directors")}</p>}>
          <button
            class="button button-go order-first min-h-14 px-8 text-lg"
            disabled={missing().length > 0}
            onClick={() => void record()}
          >
            {t("deal.record")}
          </button>
        </Show>
      </div>
    </section>
  )
}

function ConsentRow(props: {
  name: string
  amountCents: number
  hasAgreed: boolean
  onToggle: () => void
}) {
  const money = createMoney()
  return (
    <li>
      <button
        class="grid min-h-20 w-full grid-cols-[1fr_auto] items-center gap-x-4 rounded-2xl border px-4 py-2 text-left sm:grid-cols-[1fr_auto_11rem]"
        classList={{
          "border-green bg-green/10": props.hasAgreed,
          "border-surface1 hover:bg-surface0": !props.hasAgreed,
        }}
        aria-pressed={props.hasAgreed}
        onClick={() => props.onToggle()}
      >
        <span class="min-w-0 truncate text-2xl font-semibold">{props.name}</span>
        <span class="text-2xl font-bold whitespace-nowrap">{money(props.amountCents)}</span>
        <span
          class="col-span-2 flex items-center gap-2 font-semibold sm:col-span-1 sm:justify-end"
          classList={{ "text-green": props.hasAgreed, "text-subtext1": !props.hasAgreed }}
        >
          <span
            class="grid size-8 place-content-center rounded-lg border-2"
            classList={{
              "border-green bg-green text-crust": props.hasAgreed,
              "border-overlay1": !props.hasAgreed,
            }}
          >
            <Show when={props.hasAgreed}>
              <Icon name="check" class="size-6" />
            </Show>
          </span>
          {t(props.hasAgreed ? "deal.agreed" : "deal.agree")}
        </span>
      </button>
    </li>
  )
}
