import { For, type JSX, Show } from "solid-js"
import { ErasureReceipt } from "../../../schemas/people.ts"
import { endOwnerSession, ownerSession } from "../../data/owner-session.ts"
import { createPolled } from "../../data/polled.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/owner.ts"
import { Waiting } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { PageTitle } from "./page-title.tsx"
import { BackToPeople } from "./person.tsx"
import { problemOf } from "./problem.ts"
import { momentText } from "./when.ts"
import { createWho } from "./who.ts"

const EVERY_MS = 10_000

/** What an erasure has come to: at which venue nothing is left, and since when; to be printed. */
export function ReceiptPage(props: { person: string }) {
  const desk = useOwner()
  const token = () => desk.session().token
  const polled = createPolled(
    () => (ownerSession() ? `/api/people/${props.person}/erasure` : null),
    ErasureReceipt,
    { token, everyMs: EVERY_MS, onSignedOut: () => endOwnerSession(token()) },
  )
  const problem = () => {
    const found = polled.problem()
    return found ? problemOf(found) : ""
  }
  return (
    <>
      <BackToPeople />
      <PageTitle title={t("receipt.title")}>
        <button class="button" disabled={polled.latest() === null} onClick={() => print()}>
          <Icon name="print" />
          {t("app.print")}
        </button>
      </PageTitle>
      <Show
        when={polled.latest()}
        fallback={<Waiting problem={problem()} onAgain={() => polled.refresh()} />}
      >
        {(receipt) => <Paper receipt={receipt()} />}
      </Show>
    </>
  )
}

function Paper(props: { receipt: ErasureReceipt }) {
  const who = createWho({ forOthers: true })
  const desk = useOwner()
  const isWaiting = () => props.receipt.venues.some(({ erasedAt }) => erasedAt === null)
  /** Whether one of the venues goes by a law that wants names in accounts. */
  const isNamedByLaw = () =>
    props.receipt.venues.some(({ venueId }) => {
      const venue = desk.venues()?.venues.find((each) => each.venueId === venueId)
      return venue !== undefined && venue.jurisdiction !== "none"
    })
  return (
    <article class="card paper grid gap-5 p-6 print:border-0 print:p-0">
      <header class="grid gap-1">
        <p class="eyebrow">{desk.venues()?.organisation}</p>
        <h2 class="hidden text-2xl font-bold print:block">{t("receipt.title")}</h2>
        <p class="text-lg text-pretty">{t("receipt.lead")}</p>
      </header>
      <dl class="grid gap-3 sm:grid-cols-2">
        <Fact name={t("receipt.number")}>
          <span class="font-mono text-sm break-all">{props.receipt.erasureId}</span>
        </Fact>
        <Fact name={t("receipt.person")}>
          <span class="font-mono text-sm break-all">{props.receipt.personId}</span>
        </Fact>
        <Fact name={t("receipt.asked")}>{momentText(props.receipt.askedAt)}</Fact>
        <Fact name={t("receipt.by")}>{who(props.receipt.askedBy)}</Fact>
        <Fact name={t("receipt.core")}>
          {t("receipt.coreDone", momentText(props.receipt.askedAt))}
        </Fact>
      </dl>
      <section class="grid gap-2" aria-labelledby="receipt-venues">
        <h2 id="receipt-venues" class="text-lg font-semibold">
          {t("receipt.venues")}
        </h2>
        <Show when={props.receipt.venues.length > 0} fallback={<p>{t("receipt.venueless")}</p>}>
          <ul class="divide-y divide-surface0 border-y border-surface0">
            <For each={props.receipt.venues}>
              {(venue) => (
                <li class="flex flex-wrap items-baseline justify-between gap-x-6 py-3">
                  <span>
                    <span class="font-semibold">{venue.venueName}</span>{" "}
                    <span class="text-sm text-subtext0">{t("receipt.player", venue.playerId)}</span>
                  </span>
                  <Show
                    when={venue.erasedAt}
                    fallback={<span class="text-yellow">{t("receipt.notYet")}</span>}
                  >
                    {(at) => <span class="text-green">{t("receipt.done", momentText(at()))}</span>}
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={isNamedByLaw()}>
          <p class="text-sm text-pretty text-subtext1">{t("receipt.law")}</p>
        </Show>
        <Show when={isWaiting()}>
          <p class="text-sm text-pretty text-subtext1 print:hidden">{t("receipt.wait")}</p>
        </Show>
      </section>
    </article>
  )
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <div class="min-w-0">
      <dt class="text-sm text-subtext0">{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}
