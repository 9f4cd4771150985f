import { createMemo, createSignal, For, Show } from "solid-js"
import { type Fields, writesBetween } from "../../../domain/library-fields.ts"
import { differences } from "../../../domain/library-diff.ts"
import { fieldsOf } from "../../../library/document.ts"
import {
  changesOf,
  fieldsAt,
  historyOf,
  type Version,
  writesBackTo,
} from "../../../library/history.ts"
import type { OpenItem } from "../../data/library-documents.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/library.ts"
import { t as staff } from "../../words/staff.ts"
import { momentText } from "./amounts.ts"
import { differenceText } from "./describe.ts"
import { createStaffNames } from "./staff-name.ts"

/** So many versions are listed at once, and so many changes of one are named. */
const [SHOWN, NAMED] = [20, 3]

/** Who changed what and when; two versions side by side; the way back to each. */
export function History(props: { item: OpenItem; mayEdit: boolean }) {
  const versions = createMemo(() => historyOf(props.item.doc()).toReversed())
  const [picked, setPicked] = createSignal<readonly string[]>([])
  const [isAll, setAll] = createSignal(false)
  const shown = () => (isAll() ? versions() : versions().slice(0, SHOWN))
  const pick = (hash: string) =>
    setPicked((before) =>
      before.includes(hash) ? before.filter((each) => each !== hash) : [...before.slice(-1), hash],
    )
  /** The picked ones, older first; of one alone, what it has changed. */
  const pair = createMemo(() => {
    const all = versions().filter(({ hash }) => picked().includes(hash))
    return { newer: all[0] ?? versions()[0], older: all[1] ?? null }
  })
  return (
    <div class="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
      <section class="card grid gap-1 p-2" aria-label={t("history.title")}>
        <p class="px-3 pt-2 text-subtext0">{t("history.hint")}</p>
        <ol class="grid gap-1">
          <For each={shown()}>
            {(version, index) => (
              <li>
                <VersionButton
                  item={props.item}
                  version={version}
                  isNow={index() === 0}
                  isPicked={picked().includes(version.hash)}
                  onPick={() => pick(version.hash)}
                />
              </li>
            )}
          </For>
        </ol>
        <Show when={shown().length < versions().length}>
          <button class="button" onClick={() => setAll(true)}>
            {t("history.all", versions().length)}
          </button>
        </Show>
      </section>
      <Show when={pair().newer}>
        {(newer) => (
          <Comparison
            item={props.item}
            newer={newer()}
            older={pair().older}
            isNow={newer().hash === versions()[0]?.hash}
            mayEdit={props.mayEdit}
          />
        )}
      </Show>
    </div>
  )
}

const actNames = {
  make: () => t("history.act.make"),
  edit: () => t("history.act.edit"),
  "go-back": () => t("history.act.go-back"),
  choose: () => t("history.act.choose"),
  "put-away": () => t("history.act.put-away"),
  "bring-back": () => t("history.act.bring-back"),
  unknown: () => t("history.act.unknown"),
}
const actName = ({ act }: Version): string => actNames[act ?? "unknown"]()

function VersionButton(props: {
  item: OpenItem
  version: Version
  isNow: boolean
  isPicked: boolean
  onPick: () => void
}) {
  const nameOf = createStaffNames()
  const what = createMemo((): string => {
    const { version } = props
    if (version.act === "make") return ""
    const doc = props.item.doc()
    const before = version.deps.length === 0 ? {} : fieldsOf(doc, version.deps)
    const after = fieldsAt(doc, version)
    const texts = changesOf(doc, version).map((each) => differenceText(before, after, each))
    const more = texts.length - NAMED
    return [...texts.slice(0, NAMED), ...(more > 0 ? [t("history.more", more)] : [])].join(" · ")
  })
  return (
    <button
      class="grid min-h-14 w-full gap-0.5 rounded-xl border px-3 py-2 text-left hover:bg-surface0"
      classList={{
        "border-lavender bg-surface0": props.isPicked,
        "border-transparent": !props.isPicked,
      }}
      aria-pressed={props.isPicked}
      onClick={() => props.onPick()}
    >
      <span class="flex flex-wrap items-baseline gap-x-2">
        <span class="font-semibold">{actName(props.version)}</span>
        <span class="text-sm text-subtext0">
          {t("library.changed", momentText(props.version.at, leafNow()), nameOf(props.version.by))}
          {props.isNow ? ` · ${t("history.now")}` : ""}
        </span>
      </span>
      <span class="line-clamp-3 text-sm text-pretty text-subtext1 empty:hidden">{what()}</span>
    </button>
  )
}

function Comparison(props: {
  item: OpenItem
  newer: Version
  older: Version | null
  isNow: boolean
  mayEdit: boolean
}) {
  const before = (): Fields => {
    const doc = props.item.doc()
    if (props.older) return fieldsAt(doc, props.older)
    return props.newer.deps.length === 0 ? {} : fieldsOf(doc, props.newer.deps)
  }
  const texts = createMemo(() => {
    const [from, to] = [before(), fieldsAt(props.item.doc(), props.newer)]
    return differences(from, to).map((each) => differenceText(from, to, each))
  })
  const moment = (version: Version) => momentText(version.at, leafNow())
  return (
    <section class="card grid gap-3 p-4" aria-label={t("history.differ")}>
      <header>
        <h2 class="text-lg font-semibold">{t("history.differ")}</h2>
        <p class="text-subtext0">
          {props.older
            ? t("history.from", moment(props.older), moment(props.newer))
            : `${actName(props.newer)}, ${moment(props.newer)}`}
        </p>
      </header>
      <ul class="grid gap-1.5">
        <For each={texts()} fallback={<li class="text-subtext0">{t("history.same")}</li>}>
          {(text) => <li class="rounded-lg bg-mantle px-3 py-2 text-pretty break-words">{text}</li>}
        </For>
      </ul>
      <Show when={props.mayEdit}>
        <div class="flex flex-wrap gap-2">
          <For
            each={[...(props.older ? [props.older] : []), ...(props.isNow ? [] : [props.newer])]}
          >
            {(version) => <GoBack item={props.item} version={version} />}
          </For>
        </div>
      </Show>
    </section>
  )
}

/** Everything as it was at a version, in one change more; itself undone by another. */
function GoBack(props: { item: OpenItem; version: Version }) {
  const goBack = async () => {
    const { item, version } = props
    const before = fieldsOf(item.doc())
    await item.write(writesBackTo(item.doc(), version), "go-back")
    say(t("history.wentBack"), {
      label: staff("app.undo"),
      run: () => void item.write(writesBetween(fieldsOf(item.doc()), before), "go-back"),
    })
  }
  return (
    <button class="button" onClick={() => void goBack()}>
      <Icon name="undo" />
      {t("history.goBack")} ({momentText(props.version.at, leafNow())})
    </button>
  )
}
