import { A } from "@solidjs/router"
import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from "solid-js"
import * as v from "valibot"
import { PlayerId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { newId } from "../../data/device.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/venue.ts"
import { fold } from "../players/search.ts"
import { type PlayerList, readPlayerList } from "./player-list.ts"
import { decodeText, readCsv, UnreadableList } from "./read-csv.ts"

const MOST_SHOWN = 8

type State =
  | { kind: "asking"; problem: string | null }
  | { kind: "reading" }
  | { kind: "shown"; list: PlayerList }
  | { kind: "taken"; count: number }

/** Players from a list: looked at first, taken by one tap. */
export function ImportPlayers() {
  const { desk } = useDesk()
  const [text, setText] = createSignal("")
  const [state, setState] = createSignal<State>({ kind: "asking", problem: null })
  holdReloadWhile(() => text() !== "")

  const read = async (list: string) => {
    setState({ kind: "reading" })
    try {
      const names = new Set(desk.players.all().map(({ name }) => fold(name)))
      const rows = await readCsv(list)
      if (rows.length === 0) setState({ kind: "asking", problem: t("import.problem.empty") })
      else setState({ kind: "shown", list: readPlayerList(rows, (name) => names.has(name)) })
    } catch (error) {
      if (!(error instanceof UnreadableList)) throw error
      setState({ kind: "asking", problem: t("import.problem.unreadable", error.message) })
    }
  }
  const take = async ({ fresh }: PlayerList) => {
    const players = fresh.map(({ name }) => ({ playerId: v.parse(PlayerId, newId()), name }))
    setState({ kind: "taken", count: players.length })
    setText("")
    formSettled()
    await desk.players.addAll(players)
    say(t("import.taken", players.length))
  }
  const list = createMemo(() => {
    const now = state()
    return now.kind === "shown" ? now.list : null
  })
  const taken = createMemo(() => {
    const now = state()
    return now.kind === "taken" ? now.count : null
  })
  const problem = () => {
    const now = state()
    return now.kind === "asking" ? now.problem : null
  }
  const again = () => setState({ kind: "asking", problem: null })
  return (
    <section class="mx-auto grid max-w-3xl gap-4">
      <header class="flex items-center gap-2">
        <A
          class="button button-quiet -ml-2 px-0"
          href="/operator/venue"
          aria-label={t("setup.back")}
        >
          <Icon name="back" class="size-6" />
        </A>
        <h1 class="text-2xl font-bold">{t("import.title")}</h1>
      </header>
      <div class="card grid gap-4 p-5">
        <Switch>
          <Match when={state().kind === "reading"}>
            <p aria-busy="true">{t("import.reading")}</p>
          </Match>
          <Match when={list()}>
            {(found) => <Found list={found()} onTake={() => void take(found())} onAgain={again} />}
          </Match>
          <Match when={taken()}>{(count) => <Taken count={count()} onAgain={again} />}</Match>
          <Match when={state().kind === "asking"}>
            <Asking
              text={text()}
              onText={setText}
              onRead={(chosen) => void read(chosen)}
              problem={problem()}
            />
          </Match>
        </Switch>
      </div>
    </section>
  )
}

function Asking(props: {
  text: string
  onText: (text: string) => void
  onRead: (text: string) => void
  problem: string | null
}) {
  const open = async (file: File | undefined) => {
    if (file) props.onRead(decodeText(new Uint8Array(await file.arrayBuffer())))
  }
  return (
    <>
      <p class="text-pretty">{t("import.text")}</p>
      <p class="flex gap-2 text-subtext1">
        <Icon name="warning" class="size-5 shrink-0 text-yellow" />
        {t("import.contacts")}
      </p>
      <label class="choice relative grid min-h-16 place-content-center border-dashed font-semibold">
        <input
          class="absolute inset-0 cursor-pointer opacity-0"
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          aria-label={t("import.file")}
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
        {t("import.file")}
      </label>
      <label class="field-label">
        {t("import.paste")}
        <textarea
          class="field min-h-40 py-3 font-mono"
          spellcheck={false}
          value={props.text}
          onInput={(event) => props.onText(event.currentTarget.value)}
        />
      </label>
      <p role="alert" class="min-h-6 text-red empty:hidden">
        {props.problem}
      </p>
      <button
        class="button button-primary min-h-14 justify-self-end px-8"
        disabled={props.text.trim() === ""}
        onClick={() => props.onRead(props.text)}
      >
        {t("import.look")}
      </button>
    </>
  )
}

function Found(props: { list: PlayerList; onTake: () => void; onAgain: () => void }) {
  return (
    <>
      <ul class="flex flex-wrap gap-2">
        <Count class="text-green" count={props.list.fresh.length} word="new" />
        <Count class="" count={props.list.known.length} word="known" />
        <Count class="" count={props.list.twice.length} word="twice" />
        <Count class="text-red" count={props.list.wrong.length} word="wrong" />
      </ul>
      <Show when={props.list.passedOver.length > 0}>
        <p class="text-subtext1">
          {t("import.passedOver", props.list.passedOver.join(", "))}. {t("import.contacts")}
        </p>
      </Show>
      <Lines title={t("import.wrong", props.list.wrong.length)} lines={props.list.wrong}>
        {({ line, problem }) => `${t("import.line", line)}: ${t(`import.problem.${problem}`)}`}
      </Lines>
      <Lines title={t("import.twice", props.list.twice.length)} lines={props.list.twice}>
        {({ line, name }) => `${t("import.line", line)}: ${name}`}
      </Lines>
      <Lines title={t("import.new", props.list.fresh.length)} lines={props.list.fresh}>
        {({ name }) => name}
      </Lines>
      <div class="flex flex-wrap justify-end gap-2">
        <button class="button min-h-14" onClick={() => props.onAgain()}>
          {t("import.again")}
        </button>
        <Show
          when={props.list.fresh.length > 0}
          fallback={<p class="content-center">{t("import.nothing")}</p>}
        >
          <button class="button button-primary min-h-14 px-6" onClick={() => props.onTake()}>
            {t("import.take", props.list.fresh.length)}
          </button>
        </Show>
      </div>
    </>
  )
}

function Count(props: { count: number; word: "new" | "known" | "twice" | "wrong"; class: string }) {
  return (
    <Show when={props.count > 0}>
      <li class={`pill min-h-8 ${props.class}`}>{t(`import.${props.word}`, props.count)}</li>
    </Show>
  )
}

function Lines<Line>(props: {
  title: string
  lines: readonly Line[]
  children: (line: Line) => JSX.Element
}) {
  return (
    <Show when={props.lines.length > 0}>
      <section>
        <h2 class="font-semibold">{props.title}</h2>
        <ul class="text-subtext1">
          <For each={props.lines.slice(0, MOST_SHOWN)}>
            {(line) => <li class="truncate">{props.children(line)}</li>}
          </For>
          <Show when={props.lines.length > MOST_SHOWN}>
            <li class="text-subtext0">{t("import.more", props.lines.length - MOST_SHOWN)}</li>
          </Show>
        </ul>
      </section>
    </Show>
  )
}

/** They are usable at once; how far the Leaf has them is shown. */
function Taken(props: { count: number; onAgain: () => void }) {
  const { desk } = useDesk()
  const done = () => Math.max(0, props.count - desk.players.unsent())
  return (
    <>
      <p role="status" class="text-lg font-semibold">
        {done() === props.count ? t("import.safe") : t("import.onTheWay", done(), props.count)}
      </p>
      <progress class="h-3 w-full accent-green" max={props.count} value={done()} />
      <button class="button justify-self-end" onClick={() => props.onAgain()}>
        {t("import.again")}
      </button>
    </>
  )
}
