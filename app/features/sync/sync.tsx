import { useSearchParams } from "@solidjs/router"
import { createMemo, createSignal, Match, onCleanup, Show, Switch } from "solid-js"
import { RoomAnswer, RoomsAnswer } from "../../../schemas/wire.ts"
import { useDesk } from "../../data/desk-context.ts"
import { createPolled, type Polled } from "../../data/polled.ts"
import { endSession } from "../../data/session.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/rooms.ts"
import { t as staff } from "../../words/staff.ts"
import { Connected } from "./connected.tsx"
import { createNames } from "./names.ts"
import { OpenRoom } from "./open-room.tsx"
import { RefusedEdits } from "./refused-edits.tsx"
import { RoomList } from "./room-list.tsx"
import { ageOf, type AskProblem, askProblem, inOrder } from "./rooms.ts"

/** What the devices share: who is at it now, what was refused, who wrote what last. */
export function Sync() {
  const { desk } = useDesk()
  const names = createNames()
  const [params, setParams] = useSearchParams<{ room: string }>()
  const isWide = createMediaQuery("(width >= 64rem)")
  const session = { token: desk.session.token, onSignedOut: () => endSession(desk.session) }
  const list = createPolled(() => "/api/rooms", RoomsAnswer, session)
  const lines = createMemo(() => inOrder(list.latest()?.rooms ?? [], names.title))
  /** The room that is looked into; beside the list there is always one. */
  const chosen = createMemo(() => params.room ?? (isWide() ? lines()[0]?.room : undefined) ?? null)
  const room = createPolled(
    () => {
      const name = chosen()
      return name === null ? null : `/api/room?name=${encodeURIComponent(name)}`
    },
    RoomAnswer,
    session,
  )
  const refresh = () => {
    list.refresh()
    room.refresh()
  }
  /** That the room is put away is no trouble, and is said in its place. */
  const problem = () =>
    [list.problem(), room.problem()]
      .flatMap((error) => (error === null ? [] : [askProblem(error)]))
      .find(({ kind }) => kind !== "gone")
  const look = (name: string | null) => setParams({ room: name }, { scroll: true })
  return (
    <div class="mx-auto grid max-w-6xl grid-cols-1 gap-4">
      <header class="flex min-h-11 items-center justify-between gap-4 px-1">
        <h1 class="text-xl font-semibold">{staff("section.sync")}</h1>
        <Freshness polled={list} onRefresh={refresh} />
      </header>
      <Show when={problem()}>
        {(current) => <ProblemLine problem={current()} onAgain={refresh} />}
      </Show>
      <Switch>
        <Match when={list.latest()?.rooms.length === 0}>
          <Empty icon="sync" title={t("rooms.none")} text={t("rooms.noneText")} />
        </Match>
        <Match when={list.latest()}>
          {(answer) => (
            <>
              <Show when={isWide() || chosen() === null}>
                <Connected staff={answer().staff} phoneCount={answer().phoneCount} names={names} />
                <RefusedEdits edits={answer().refused} names={names} onLook={look} />
              </Show>
              <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
                <Show when={isWide() || chosen() === null}>
                  <RoomList lines={lines()} chosen={chosen()} onLook={look} />
                </Show>
                <Show when={chosen()}>
                  {(name) => (
                    <OpenRoom
                      room={room}
                      name={name()}
                      names={names}
                      onBack={isWide() ? null : () => look(null)}
                    />
                  )}
                </Show>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}

/** How old what is seen is, and the way to ask at once. */
function Freshness(props: { polled: Polled<unknown>; onRefresh: () => void }) {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), 1_000)
  onCleanup(() => clearInterval(timer))
  const text = () => {
    const at = props.polled.latestAt()
    // What has come since the last tick is new.
    const age = at === null ? null : ageOf(Math.max(0, now() - at))
    if (props.polled.isSlow() || age === null) return props.polled.isSlow() ? t("rooms.asking") : ""
    return age.unit === "now" ? t("rooms.updated.now") : t(`rooms.updated.${age.unit}`, age.count)
  }
  return (
    <p class="flex shrink-0 items-center gap-1 text-sm text-subtext0">
      <span classList={{ "text-yellow": props.polled.problem() !== null }}>{text()}</span>
      <button
        class="button button-quiet px-0"
        aria-label={t("rooms.refresh")}
        title={t("rooms.refresh")}
        onClick={() => props.onRefresh()}
      >
        <Icon name="sync" class={`size-5 ${props.polled.isSlow() ? "animate-spin" : ""}`} />
      </button>
    </p>
  )
}

function ProblemLine(props: { problem: AskProblem; onAgain: () => void }) {
  const text = () =>
    props.problem.kind === "other" ? t("rooms.problem", props.problem.text) : t("rooms.unreachable")
  return (
    <div
      role="alert"
      class="flex flex-wrap items-center gap-3 rounded-2xl border border-yellow bg-yellow/10 px-4 py-2"
    >
      <Icon name="warning" class="size-6 shrink-0 text-yellow" />
      <p class="min-w-0 flex-1 basis-56 text-pretty">{text()}</p>
      <button class="button" onClick={() => props.onAgain()}>
        {t("rooms.again")}
      </button>
    </div>
  )
}

/** Whether the page is so wide, as a signal. */
function createMediaQuery(text: string): () => boolean {
  const query = matchMedia(text)
  const [matches, setMatches] = createSignal(query.matches)
  const look = () => setMatches(query.matches)
  query.addEventListener("change", look)
  onCleanup(() => query.removeEventListener("change", look))
  return matches
}
