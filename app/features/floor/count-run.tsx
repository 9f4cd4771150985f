import { createSignal, onCleanup, Show } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import type { FloorEntry } from "../../../domain/tournament.ts"
import { useDesk } from "../../data/desk-context.ts"
import type { Undo } from "../../data/undoable.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/players.ts"
import { t as ts } from "../../words/staff.ts"
import { StackPad } from "../players/stack-pad.tsx"
import type { Chips } from "../../../schemas/units.ts"

/**
 * One stack after the other, around a table. Every count is noted at once, so a run that is broken
 * off loses nothing; at the end all of it can be taken back as one.
 */
export function CountRun(props: {
  table: number
  /** Whoever sat there when the run began, by seat. */
  entries: readonly FloorEntry[]
  onDone: () => void
}) {
  const { desk, acts } = useDesk()
  // What is said at the end is said when the sheet, and the table in it, are gone.
  // oxlint-disable-next-line solid/reactivity
  const table = props.table
  const [at, setAt] = createSignal(0)
  /** What was done at each of the seats so far; `null` where one was passed over. */
  const [counted, setCounted] = createSignal<readonly ({ count: Chips; undo: Undo } | null)[]>([])
  const current = () => props.entries[at()]
  const go = (done: { count: Chips; undo: Undo } | null) => {
    setCounted((all) => [...all, done])
    if (at() + 1 >= props.entries.length) props.onDone()
    else setAt(at() + 1)
  }
  const back = () => {
    counted().at(-1)?.undo()
    setCounted((all) => all.slice(0, -1))
    setAt(at() - 1)
  }
  onCleanup(() => {
    const done = counted().filter((each) => each !== null)
    if (done.length === 0) return
    const sum = done.reduce((total, { count }) => total + count, 0)
    say(t("run.done", table, done.length, formatChips(sum, locale())), {
      label: ts("app.undo"),
      run: () => {
        for (const { undo } of done.toReversed()) undo()
      },
    })
  })
  return (
    <Show when={current()} keyed>
      {(entry) => (
        <section
          class="grid grid-cols-[minmax(0,1fr)] gap-3"
          aria-label={t("run.title", props.table)}
        >
          <header>
            <h3 class="truncate text-xl font-semibold">{desk.players.nameOf(entry.playerId)}</h3>
            <p class="text-subtext0">
              {t("run.at", entry.seat?.seat ?? 0, at() + 1, props.entries.length)}
            </p>
          </header>
          <StackPad
            last={entry.chips}
            enterLabel={t(at() + 1 < props.entries.length ? "run.next" : "run.last")}
            onCount={(count) => go({ count, undo: acts.count(entry.entryId, count) })}
          />
          <div class="grid grid-cols-2 gap-2">
            <button class="button min-h-14" disabled={at() === 0} onClick={back}>
              <Icon name="undo" />
              {t("run.back")}
            </button>
            <button class="button min-h-14" onClick={() => go(null)}>
              {t("run.skip")}
              <Icon name="next" />
            </button>
          </div>
        </section>
      )}
    </Show>
  )
}
