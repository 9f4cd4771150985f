import { createMemo, createSignal, Match, Show, Suspense, Switch } from "solid-js"
import { headCents, wonCents } from "../../../domain/bounty-book.ts"
import { formatChips } from "../../../domain/money.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { later } from "../../ui/later.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import { createBounties } from "./bounties.ts"
import { BountyStep } from "./bounty-step.tsx"
import { EntryActs } from "./entry-acts.tsx"
import { createEntryDeeds, type Deeds, type Step } from "./entry-deeds.ts"
import { type EntryView, entryViews } from "./entry-view.ts"
import { HandStep } from "./hand-step.tsx"
import { LimitStep } from "./limit-step.tsx"
import { StackPad } from "./stack-pad.tsx"

const Profile = later(async () => (await import("./profile.tsx")).Profile)

/** Everything that can be done with one player's entry, one tap each. */
export function EntrySheet(props: {
  entryId: EntryId | null
  onClose: () => void
  onChoose: (entryId: EntryId) => void
}) {
  const { desk } = useDesk()
  const view = createMemo(() => {
    if (props.entryId === null) return undefined
    const views = entryViews(desk.floor(), desk.account(), desk.pending())
    return views.find(({ entryId }) => entryId === props.entryId)
  })
  return (
    <Show when={view()}>{(current) => <OpenSheet view={current()} onClose={props.onClose} />}</Show>
  )
}

function OpenSheet(props: { view: EntryView; onClose: () => void }) {
  const { desk } = useDesk()
  const [step, setStep] = createSignal<Step>({ kind: "acts" })
  const bounties = createBounties(desk)
  const deeds = createEntryDeeds({
    view: () => props.view,
    bounties,
    setStep,
    onDone: () => props.onClose(),
  })
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={desk.players.nameOf(props.view.playerId)}
      subtitle={
        <>
          <Standing view={props.view} />
          <Worth view={props.view} bounties={bounties} />
        </>
      }
      closeLabel={t("app.close")}
    >
      <Show
        when={step().kind !== "acts"}
        fallback={<EntryActs view={props.view} deeds={deeds} onDone={props.onClose} />}
      >
        <button
          class="button button-quiet -ml-2 mb-2 px-2"
          onClick={() => setStep({ kind: "acts" })}
        >
          <Icon name="back" />
          {tp("step.back")}
        </button>
        <Steps view={props.view} step={step()} deeds={deeds} bounties={bounties} />
      </Show>
    </Sheet>
  )
}

/** What comes after one of the acts, where one tap does not say enough. */
function Steps(props: {
  view: EntryView
  step: Step
  deeds: Deeds
  bounties: ReturnType<typeof createBounties>
}) {
  const { desk } = useDesk()
  const money = createMoney()
  const name = () => desk.players.nameOf(props.view.playerId)
  const hand = () => (props.step.kind === "hand" ? props.step : undefined)
  const bounty = () => (props.step.kind === "bounty" ? props.step : undefined)
  const limit = () => (props.step.kind === "limit" ? props.step : undefined)
  const told = () => {
    const book = props.bounties()
    return book.kind === "told" ? book : undefined
  }
  return (
    <Switch>
      <Match when={props.step.kind === "count"}>
        <StackPad
          last={props.view.chips}
          enterLabel={tp("count.save")}
          onCount={(count) => props.deeds.count(count)}
        />
      </Match>
      <Match when={hand()}>
        {(step) => (
          <HandStep
            first={step().first}
            entryId={props.view.entryId}
            onRecord={props.deeds.bustInHand}
          />
        )}
      </Match>
      <Match when={bounty()}>
        {(step) => (
          <Show when={told()}>
            {(book) => (
              <BountyStep
                book={book()}
                loser={props.view.entryId}
                name={name()}
                amount={money(headCents(book().state, props.view.entryId))}
                onChoose={(parts) => void props.deeds.knockOut(step().changeFloor, parts)}
              />
            )}
          </Show>
        )}
      </Match>
      <Match when={limit()}>
        {(step) => (
          <LimitStep
            what={`${t(`act.${step().act}`)} · ${name()}`}
            limit={step().limit}
            onOverride={(reason) => props.deeds.carryOut(step().act, reason)}
          />
        )}
      </Match>
      <Match when={props.step.kind === "profile"}>
        <Suspense>
          <Profile playerId={props.view.playerId} />
        </Suspense>
      </Match>
    </Switch>
  )
}

function Standing(props: { view: EntryView }) {
  return (
    <span class="flex flex-wrap items-center gap-2">
      <Switch fallback={<span>{t("entry.unseated")}</span>}>
        <Match when={props.view.place}>
          {(place) => (
            <>{props.view.isTied ? tp("entry.tied", place()) : t("entry.place", place())}</>
          )}
        </Match>
        <Match when={props.view.isOut}>{t("entry.out")}</Match>
        <Match when={props.view.seat}>
          {(seat) => <span>{t("entry.seat", seat().tableNumber, seat().seat)}</span>}
        </Match>
      </Switch>
      <Show when={props.view.chips}>
        {(chips) => (
          <span class="pill">{tp("count.stack", formatChips(chips().count, locale()))}</span>
        )}
      </Show>
      <Show when={props.view.rebuys}>
        {(n) => <span class="pill">{t("entry.rebuys", n())}</span>}
      </Show>
      <Show when={props.view.addOns}>
        {(n) => <span class="pill">{t("entry.addOns", n())}</span>}
      </Show>
      <Show when={props.view.money === "waiting" || props.view.extrasWaiting > 0}>
        <span class="pill text-yellow">{t("entry.waiting")}</span>
      </Show>
      <Show when={props.view.money === "unpaid"}>
        <span class="pill text-red">{t("entry.unpaid")}</span>
      </Show>
      <Show when={props.view.paidPlace}>
        <span class="pill text-green">{t("entry.prizePaid")}</span>
      </Show>
    </span>
  )
}

/** What the own head is worth and what was won with others'. */
function Worth(props: { view: EntryView; bounties: ReturnType<typeof createBounties> }) {
  const money = createMoney()
  const told = () => {
    const book = props.bounties()
    return book.kind === "told" ? book.state : undefined
  }
  return (
    <Show when={told()}>
      {(state) => (
        <span class="mt-1 flex flex-wrap gap-2">
          <span class="pill">
            {tp("bounty.head", money(headCents(state(), props.view.entryId)))}
          </span>
          <span class="pill">{tp("bounty.won", money(wonCents(state(), props.view.entryId)))}</span>
        </span>
      )}
    </Show>
  )
}
