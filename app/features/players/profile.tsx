import { createMemo, createSignal, Show } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/profile.ts"
import { t as ts } from "../../words/staff.ts"
import { Contact } from "./contact.tsx"
import { mayLetThrough } from "./sales.ts"
import { fold, tidy } from "./search.ts"

/** Who a player is: the name, and what the player has agreed that the house may know besides. */
export function Profile(props: { playerId: PlayerId }) {
  const { desk } = useDesk()
  return (
    <div class="grid gap-6">
      <Name playerId={props.playerId} />
      <section class="grid gap-3" aria-labelledby="profile-contact">
        <h3 class="text-lg font-semibold" id="profile-contact">
          {t("contact.title")}
        </h3>
        <Show
          when={mayLetThrough(desk)}
          fallback={<p class="text-pretty text-subtext1">{t("contact.who")}</p>}
        >
          <Contact playerId={props.playerId} />
        </Show>
      </section>
    </div>
  )
}

function Name(props: { playerId: PlayerId }) {
  const { desk } = useDesk()
  const name = () => desk.players.nameOf(props.playerId)
  const [typed, setTyped] = createSignal<string | null>(null)
  const text = () => typed() ?? name()
  const isNew = () => tidy(text()) !== "" && tidy(text()) !== name()
  holdReloadWhile(isNew)
  /** Others who are called the same: perhaps one person twice. */
  const twins = createMemo(() => {
    const wanted = fold(text())
    return desk.players
      .all()
      .filter(({ playerId, name: other }) => playerId !== props.playerId && fold(other) === wanted)
      .length
  })
  const rename = async (playerId: PlayerId, to: string) => {
    setTyped(null)
    await desk.players.add({ playerId, name: to })
    formSettled()
  }
  const save = async () => {
    if (!isNew()) return
    // The undo may come when the sheet is gone.
    const [playerId, before, to] = [props.playerId, name(), tidy(text())]
    await rename(playerId, to)
    say(t("name.done", to), { label: ts("app.undo"), run: () => void rename(playerId, before) })
  }
  return (
    <form
      class="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <label class="field-label">
        {t("name.label")}
        <input
          class="field min-h-14 text-lg"
          autocomplete="off"
          autocapitalize="words"
          spellcheck={false}
          maxlength="80"
          value={text()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <p class="min-h-5 text-sm text-yellow" aria-live="polite">
        {twins() > 0 ? t("name.twins", twins()) : ""}
      </p>
      <button class="button min-h-14" disabled={!isNew()}>
        {t("name.save")}
      </button>
    </form>
  )
}
