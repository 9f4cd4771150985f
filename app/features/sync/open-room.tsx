import { createMemo, createSignal, Index, type JSX, Match, Show, Switch } from "solid-js"
import type { RoomAnswer } from "../../../schemas/wire.ts"
import type { Polled } from "../../data/polled.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/rooms.ts"
import type { Names } from "./names.ts"
import { RefusedEdits } from "./refused-edits.tsx"
import { askProblem, formatBytes, search, writersFirst } from "./rooms.ts"

/** A night's tournament has thousands of fields; a person reads some. */
const MOST_SHOWN = 60
const PEERS_AT_FIRST = 8

/** One of the open documents: who is at it, what was refused in it, who wrote each field last. */
export function OpenRoom(props: {
  room: Polled<RoomAnswer>
  name: string
  names: Names
  /** `null` where the list is beside it. */
  onBack: (() => void) | null
}) {
  const problem = () => {
    const error = props.room.problem()
    return error && askProblem(error)
  }
  return (
    <section class="grid grid-cols-1 gap-4" aria-labelledby="open-room">
      <h2 id="open-room" class="flex min-h-11 items-center gap-2 text-2xl font-bold">
        <Show when={props.onBack}>
          {(back) => (
            <button
              class="button button-quiet -ml-2 px-0"
              aria-label={t("rooms.back")}
              onClick={() => back()()}
            >
              <Icon name="back" class="size-6" />
            </button>
          )}
        </Show>
        <span class="min-w-0 truncate">{props.names.room(props.name)}</span>
      </h2>
      <Switch
        fallback={
          <p class="min-h-6 text-subtext0" aria-busy="true">
            <Show when={props.room.isSlow()}>{t("rooms.asking")}</Show>
          </p>
        }
      >
        <Match when={problem()?.kind === "gone"}>
          <Empty icon="sync" title={t("rooms.gone")} text={t("rooms.goneText")} />
        </Match>
        <Match when={props.room.latest()}>
          {(answer) => <Inside answer={answer()} names={props.names} />}
        </Match>
      </Switch>
    </section>
  )
}

function Inside(props: { answer: RoomAnswer; names: Names }) {
  const size = (bytes: number) => formatBytes(bytes, locale())
  const stored = () => props.answer.stored
  return (
    <>
      <dl class="grid grid-cols-2 gap-2 sm:grid-cols-3">
        <Figure label={t("rooms.size")} note={t("rooms.sizeOf")}>
          {size(props.answer.documentBytes)}
        </Figure>
        <Figure label={t("rooms.changes")} note={t("rooms.changesSince")}>
          {props.answer.sequence.toLocaleString(locale())}
        </Figure>
        <Figure label={t("rooms.kept")} note={t("rooms.keptSince")} class="max-sm:col-span-2">
          {t("rooms.keptUpdates", stored().updates)} · {size(stored().bytes)}
        </Figure>
      </dl>
      <Show when={props.answer.refused.length > 0}>
        <RefusedEdits
          edits={props.answer.refused.map((edit) => ({ room: props.answer.room, ...edit }))}
          names={props.names}
        />
      </Show>
      <Peers peers={props.answer.peers} names={props.names} />
      <Fields answer={props.answer} names={props.names} />
    </>
  )
}

function Figure(props: { label: string; note: string; class?: string; children: JSX.Element }) {
  return (
    <div class={`card px-4 py-3 ${props.class ?? ""}`}>
      <dt class="eyebrow">{props.label}</dt>
      <dd>
        <span class="block text-xl font-semibold">{props.children}</span>
        <span class="block text-sm text-subtext0">{props.note}</span>
      </dd>
    </div>
  )
}

function Peers(props: { peers: RoomAnswer["peers"]; names: Names }) {
  const [isWhole, setWhole] = createSignal(false)
  const inOrder = createMemo(() => writersFirst(props.peers))
  const shown = () => (isWhole() ? inOrder() : inOrder().slice(0, PEERS_AT_FIRST))
  return (
    <section class="card px-4 py-3" aria-labelledby="peers">
      <h3 id="peers" class="flex justify-between font-semibold">
        {t("rooms.peers")}
        <span class="font-normal text-subtext0">{props.peers.length}</span>
      </h3>
      <ul>
        <Index each={shown()} fallback={<li class="py-2 text-subtext0">{t("rooms.nobody")}</li>}>
          {(peer) => (
            <li class="flex min-h-11 items-center gap-2 border-b border-surface0/60 last:border-b-0">
              <span class="size-2 shrink-0 rounded-full bg-green" />
              <span class="min-w-0 grow py-1" title={peer().bearer}>
                <span class="block truncate">{props.names.bearer(peer().bearer)}</span>
                <Show when={peer().access === "read"}>
                  <span class="block text-sm text-subtext0 sm:hidden">{t("rooms.readOnly")}</span>
                </Show>
              </span>
              <Show when={peer().waitingBytes}>
                {(bytes) => (
                  <span class="pill text-yellow">
                    {t("rooms.behind", formatBytes(bytes(), locale()))}
                  </span>
                )}
              </Show>
              <Show when={peer().access === "read"}>
                <span class="pill max-sm:hidden">{t("rooms.readOnly")}</span>
              </Show>
              <span class="shrink-0 text-sm text-subtext0">
                {t("rooms.since", props.names.moment(peer().since))}
              </span>
            </li>
          )}
        </Index>
      </ul>
      <Show when={shown().length < props.peers.length}>
        <button class="button button-quiet w-full" onClick={() => setWhole(true)}>
          {t("rooms.peersAll", props.peers.length)}
        </button>
      </Show>
    </section>
  )
}

/** Who wrote each field last, the newest first, to be searched by field, name or id. */
function Fields(props: { answer: RoomAnswer; names: Names }) {
  const [text, setText] = createSignal("")
  const rows = createMemo(() =>
    props.answer.writings.map((writing) => ({
      ...writing,
      field: props.names.field(props.answer.room, writing.key),
      who: props.names.bearer(writing.bearer),
    })),
  )
  const found = createMemo(() =>
    search(rows(), text(), {
      wordsOf: ({ field, who, key, bearer }) => [field, who, key, bearer],
      most: MOST_SHOWN,
    }),
  )
  return (
    <section class="card grid gap-2 overflow-hidden pt-3" aria-labelledby="fields">
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4">
        <div>
          <h3 id="fields" class="font-semibold">
            {t("rooms.fields")}
          </h3>
          <p class="text-sm text-subtext0">
            {t(rows().length === 0 ? "rooms.fieldsNone" : "rooms.fieldsSince")}
          </p>
        </div>
        <Show when={rows().length > 0}>
          <label class="relative min-w-0 flex-1 basis-56 sm:max-w-80">
            <span class="sr-only">{t("rooms.search")}</span>
            <Icon
              name="search"
              class="pointer-events-none absolute top-1/2 left-3 size-5 -translate-y-1/2 text-subtext0"
            />
            <input
              type="search"
              class="field pl-10"
              placeholder={t("rooms.search")}
              autocomplete="off"
              spellcheck={false}
              value={text()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
        </Show>
      </div>
      <Show
        when={found().shown.length > 0}
        fallback={<p class="px-4 pb-3 text-subtext0">{rows().length > 0 && t("rooms.noMatch")}</p>}
      >
        <FieldTable rows={found().shown} names={props.names} />
      </Show>
      <Show when={found().found > found().shown.length}>
        <p class="px-4 pb-3 text-sm text-subtext0">
          {t("rooms.found", found().shown.length, found().found)}
        </p>
      </Show>
    </section>
  )
}

function FieldTable(props: {
  rows: readonly { field: string; who: string; key: string; bearer: string; at: number }[]
  names: Names
}) {
  return (
    <table class="w-full text-left">
      <caption class="sr-only">{t("rooms.fields")}</caption>
      <thead class="border-b border-surface0 text-sm text-subtext0">
        <tr>
          <th class="py-2 pl-4 font-medium">{t("rooms.field")}</th>
          <th class="hidden px-2 font-medium sm:table-cell">{t("rooms.who")}</th>
          <th class="pr-4 pl-2 text-right font-medium">{t("rooms.when")}</th>
        </tr>
      </thead>
      <tbody>
        <Index each={props.rows}>
          {(row) => (
            <tr class="h-11 border-b border-surface0/60 last:border-b-0">
              <td class="w-full max-w-0 py-1 pl-4" title={row().key}>
                <span class="block truncate">{row().field}</span>
                <span class="block truncate text-sm text-subtext0 sm:hidden">{row().who}</span>
              </td>
              <td
                class="hidden px-2 whitespace-nowrap text-subtext0 sm:table-cell"
                title={row().bearer}
              >
                {row().who}
              </td>
              <td class="pr-4 pl-2 text-right whitespace-nowrap text-subtext0">
                {props.names.moment(row().at)}
              </td>
            </tr>
          )}
        </Index>
      </tbody>
    </table>
  )
}
