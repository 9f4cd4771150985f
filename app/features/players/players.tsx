import { createMemo, createSignal, For, Show } from "solid-js"
import { msToLevel } from "../../../domain/clock.ts"
import { freeSeats } from "../../../domain/waiting.ts"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { Structure } from "../../../schemas/structure.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import { formatSpan } from "../clock/clock-face.ts"
import { TenderChoice } from "../money/tender-choice.tsx"
import { PrintButton } from "../print/print-button.tsx"
import { NoTournament } from "../tonight/no-tournament.tsx"
import { createBounties } from "./bounties.ts"
import { EntryList } from "./entry-list.tsx"
import { type Filter, filters, inOrder, isShown, type Order, orders } from "./entry-order.ts"
import { EntrySheet } from "./entry-sheet.tsx"
import { type EntryView, entryViews } from "./entry-view.ts"
import { Register } from "./register.tsx"
import { WaitingList } from "./waiting-list.tsx"

/** Who plays, who waits, and the fastest way to add somebody. */
export function Players() {
  const { desk } = useDesk()
  const [chosen, setChosen] = createSignal<EntryView["entryId"] | null>(null)
  const [isListing, setListing] = createSignal(false)
  const views = createMemo(() => entryViews(desk.floor(), desk.account(), desk.pending()))
  const find = (playerId: PlayerId) =>
    setChosen(views().find((view) => view.playerId === playerId && !view.isOut)?.entryId ?? null)
  return (
    <Show when={desk.floor().tournament} fallback={<NoTournament />}>
      {(tournament) => (
        <div class="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-4">
          <h1 class="sr-only">{t("section.players")}</h1>
          <Register isListing={isListing()} onFind={find} />
          <div class="flex flex-wrap items-center gap-2">
            <Registration structure={tournament().structure} />
            <button
              class="button"
              classList={{ "button-primary": isListing() }}
              aria-pressed={isListing()}
              onClick={() => setListing(!isListing())}
            >
              <Icon name="clock" />
              {tp("wait.mode")}
            </button>
            <div class="flex items-center gap-2">
              <div class="min-w-0 grow">
                <TenderChoice />
              </div>
              <Show when={views().length > 0}>
                <PrintButton job={{ kind: "sign-in" }} />
              </Show>
            </div>
          </div>
          <Entries views={views()} onChoose={setChosen} />
          <EntrySheet entryId={chosen()} onClose={() => setChosen(null)} onChoose={setChosen} />
        </div>
      )}
    </Show>
  )
}

/** The entries by filter and order, and above them who waits. */
function Entries(props: {
  views: readonly EntryView[]
  onChoose: (entryId: EntryView["entryId"]) => void
}) {
  const { desk } = useDesk()
  const [filter, setFilter] = createSignal<Filter>("all")
  const [order, setOrder] = createSignal<Order>("name")
  const bounties = createBounties(desk)
  const waits = () => desk.floor().waiting.length
  const shown = createMemo(() =>
    inOrder(
      props.views
        .filter((view) => isShown(view, filter()))
        .map((view) => ({ view, name: desk.players.nameOf(view.playerId) })),
      order(),
    ),
  )
  const unclear = () => {
    const book = bounties()
    return book.kind === "unclear" ? book.reason : undefined
  }
  return (
    <>
      <Show when={props.views.length + waits() > 0}>
        <Choices
          views={props.views}
          filter={filter()}
          order={order()}
          onFilter={setFilter}
          onOrder={setOrder}
        />
      </Show>
      <Show when={unclear()}>
        {(reason) => <p class="px-1 text-yellow">{tp("bounty.unclear", reason())}</p>}
      </Show>
      <Show when={filter() === "all" || filter() === "waiting"}>
        <WaitingList />
      </Show>
      <Show
        when={shown().length > 0}
        fallback={<Nobody filter={filter()} hasEntries={props.views.length > 0} waits={waits()} />}
      >
        <EntryList entries={shown()} book={bounties()} onChoose={props.onChoose} />
      </Show>
    </>
  )
}

function Nobody(props: { filter: Filter; hasEntries: boolean; waits: number }) {
  const isWaiting = () => props.filter === "waiting"
  return (
    <Show when={!(isWaiting() && props.waits > 0)}>
      <Show
        when={props.hasEntries || isWaiting()}
        fallback={<Empty icon="players" title={t("players.empty")} text={t("players.emptyText")} />}
      >
        <Empty
          icon="players"
          title={tp(isWaiting() ? "wait.empty" : "list.none")}
          text={tp(isWaiting() ? "wait.emptyText" : "list.noneText")}
        />
      </Show>
    </Show>
  )
}

/** What of the entries is shown, with how many there are of each, and in which order. */
function Choices(props: {
  views: readonly EntryView[]
  filter: Filter
  order: Order
  onFilter: (filter: Filter) => void
  onOrder: (order: Order) => void
}) {
  const { desk } = useDesk()
  const count = (filter: Filter) =>
    filter === "waiting"
      ? desk.floor().waiting.length
      : props.views.filter((view) => isShown(view, filter)).length
  return (
    <div class="flex flex-wrap items-center justify-between gap-2">
      <fieldset class="flex flex-wrap gap-1.5">
        <legend class="sr-only">{tp("list.filter")}</legend>
        <For each={filters}>
          {(each) => (
            <label class="choice relative flex min-h-11 items-center gap-1.5 px-3 font-semibold">
              <input
                class="sr-only"
                type="radio"
                name="entry-filter"
                checked={props.filter === each}
                onChange={() => props.onFilter(each)}
              />
              {tp(`list.${each}`)}
              <span class="text-sm text-subtext0">{count(each)}</span>
            </label>
          )}
        </For>
      </fieldset>
      <label class="flex items-center gap-2 text-sm text-subtext0">
        {tp("list.sort")}
        <select
          class="field w-auto"
          value={props.order}
          onChange={(event) => {
            const chosen = orders.find((each) => each === event.currentTarget.value)
            if (chosen) props.onOrder(chosen)
          }}
        >
          <For each={orders}>{(each) => <option value={each}>{tp(`list.${each}`)}</option>}</For>
        </select>
      </label>
    </div>
  )
}

/** How long entries are taken, and whether there is a seat for them. */
function Registration(props: { structure: Structure }) {
  const { desk } = useDesk()
  const now = createTicking()
  const left = () =>
    msToLevel(
      props.structure.levels,
      desk.floor().clock,
      now(),
      props.structure.lateRegistrationEndsAt,
    )
  const free = createMemo(() => freeSeats(desk.floor()))
  const hasTables = () => desk.floor().tables.some(({ status }) => status === "open")
  return (
    <p class="min-w-60 grow px-1 text-subtext0">
      <span class="flex justify-between gap-4">
        <span>{t("players.count", desk.floor().entries.length)}</span>
        <span>
          <Show when={left()} fallback={t("players.lateEnded")}>
            {(ms) => <>{t("players.lateEndsIn", formatSpan(ms()))}</>}
          </Show>
        </span>
      </span>
      <Show when={hasTables()}>
        <span class="block text-sm" classList={{ "text-yellow": free() === 0 }}>
          {free() === 0 ? tp("wait.full") : tp("wait.free", free())}
        </span>
      </Show>
    </p>
  )
}
