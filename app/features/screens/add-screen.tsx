import { createSignal } from "solid-js"
import type { DisplayId, TournamentId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/screens.ts"
import { t as ts } from "../../words/staff.ts"
import { displayIdFor } from "./screens.ts"
import { TournamentSelect } from "./tournament-choice.tsx"

/** A new screen: a name, and what it shows. */
export function AddScreen(props: {
  taken: readonly string[]
  onAdded: (id: DisplayId) => void
  onClose: () => void
}) {
  const { desk, acts } = useDesk()
  const [name, setName] = createSignal("")
  const [chosen, setChosen] = createSignal<TournamentId | null>(desk.selected())
  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const title = name().trim()
    if (title === "") return
    const id = displayIdFor(title, props.taken)
    const undo = acts.addScreen(id, title, chosen())
    props.onAdded(id)
    say(t("did.added", title), { label: ts("app.undo"), run: undo })
  }
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={t("screens.new")}
      subtitle={t("screens.newText")}
      closeLabel={ts("app.close")}
    >
      <form class="grid gap-4" onSubmit={add}>
        <label class="field-label">
          {t("screens.name")}
          <input
            class="field"
            maxlength="40"
            required
            autocomplete="off"
            placeholder={t("screens.nameHint")}
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div class="field-label">
          <span aria-hidden="true">{t("screens.tournament")}</span>
          <TournamentSelect
            chosen={chosen()}
            label={t("screens.tournament")}
            onChoose={setChosen}
          />
        </div>
        <button
          class="button button-primary min-h-14 text-lg"
          type="submit"
          disabled={name().trim() === ""}
        >
          {t("screens.go")}
        </button>
      </form>
    </Sheet>
  )
}
