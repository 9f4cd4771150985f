import { createSignal, Index, Show } from "solid-js"
import { parseRoom, type Room } from "../../../schemas/documents/rooms.ts"
import type { RoomsAnswer } from "../../../schemas/wire.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/rooms.ts"
import { formatBytes, search } from "./rooms.ts"

/** A night of a thousand players has as many registrations open. */
const MOST_SHOWN = 50
/** So few are found by looking. */
const FEW = 8

type Line = RoomsAnswer["rooms"][number] & { name: string }

const icons: Record<Room["kind"], IconName> = {
  venue: "tonight",
  tournament: "floor",
  registration: "phone",
}

/** Everything that is open, by name. */
export function RoomList(props: {
  lines: readonly Line[]
  chosen: string | null
  onLook: (room: string) => void
}) {
  const [text, setText] = createSignal("")
  const found = () =>
    search(props.lines, text(), { wordsOf: ({ name }) => [name], most: MOST_SHOWN })
  return (
    <section class="card grid grid-cols-1 gap-2 p-2 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto">
      <h2 class="flex justify-between px-2 pt-2 font-semibold">
        {t("rooms.list")}
        <span class="font-normal text-subtext0">{props.lines.length}</span>
      </h2>
      <Show when={props.lines.length > FEW}>
        <input
          type="search"
          class="field"
          aria-label={t("rooms.find")}
          placeholder={t("rooms.find")}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Show>
      <ul class="grid grid-cols-1 gap-1" aria-label={t("rooms.list")}>
        <Index
          each={found().shown}
          fallback={<li class="px-2 py-3 text-subtext0">{t("rooms.noMatch")}</li>}
        >
          {(line) => (
            <li>
              <Row
                line={line()}
                isChosen={line().room === props.chosen}
                onLook={() => props.onLook(line().room)}
              />
            </li>
          )}
        </Index>
      </ul>
      <Show when={found().found > found().shown.length}>
        <p class="px-2 pb-2 text-sm text-subtext0">
          {t("rooms.more", found().found - found().shown.length)}
        </p>
      </Show>
    </section>
  )
}

function Row(props: { line: Line; isChosen: boolean; onLook: () => void }) {
  const kind = () => parseRoom(props.line.room)?.kind ?? "venue"
  return (
    <button
      class="flex min-h-14 w-full items-center gap-2.5 rounded-xl px-3 py-2 text-left hover:bg-surface0"
      classList={{ "bg-surface0": props.isChosen }}
      aria-current={props.isChosen ? "true" : undefined}
      onClick={() => props.onLook()}
    >
      <Icon name={icons[kind()]} class="size-5 shrink-0 text-subtext0" />
      <span class="sr-only">{t(`rooms.kind.${kind()}`)}</span>
      <span class="min-w-0 grow">
        <span class="block truncate font-semibold">{props.line.name}</span>
        <span class="block truncate text-sm text-subtext0">
          {t("rooms.here", props.line.peerCount)} ·{" "}
          {formatBytes(props.line.documentBytes, locale())}
        </span>
      </span>
      <Show when={props.line.refusedCount}>
        {(count) => <span class="pill bg-red/15 text-red">{t("rooms.refusedCount", count())}</span>}
      </Show>
    </button>
  )
}
