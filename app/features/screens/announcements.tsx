import { createMemo, createSignal, For, Show } from "solid-js"
import { announcements } from "../../../domain/screens.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/layouts.ts"
import { t as ts } from "../../words/staff.ts"

/** What the staff say to the whole room: it runs along the bottom of the screens. */
export function Announcements(props: { isDisabled: boolean }) {
  const { desk, acts } = useDesk()
  const all = createMemo(() => announcements(desk.hall.values()))
  const [text, setText] = createSignal("")
  const announce = (event: SubmitEvent) => {
    event.preventDefault()
    const said = text().trim()
    if (said === "") return
    const undo = acts.announce(said)
    setText("")
    say(t("did.announced"), { label: ts("app.undo"), run: undo })
  }
  const end = (id: string) => {
    const undo = acts.endAnnouncement(id)
    say(t("did.ended"), { label: ts("app.undo"), run: undo })
  }
  return (
    <section class="card grid content-start gap-3 p-4">
      <h2 class="text-lg font-semibold">{t("news.title")}</h2>
      <form class="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2" onSubmit={announce}>
        <label class="field-label">
          {t("news.field")}
          <input
            class="field"
            maxlength="160"
            autocomplete="off"
            disabled={props.isDisabled}
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <button
          class="button button-primary"
          type="submit"
          disabled={props.isDisabled || text().trim() === ""}
        >
          {t("news.go")}
        </button>
      </form>
      <Show
        when={all().length > 0}
        fallback={
          <p class="text-sm text-subtext0">
            {t("news.none")} {t("news.text")}
          </p>
        }
      >
        <ul class="grid gap-1">
          <For each={all()}>
            {(said) => (
              <li class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 rounded-xl bg-mantle pl-4">
                <span class="truncate">{said.text}</span>
                <button
                  class="button button-quiet px-3"
                  aria-label={t("news.end", said.text)}
                  disabled={props.isDisabled}
                  onClick={() => end(said.id)}
                >
                  <Icon name="close" />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
