import { createSignal, Show } from "solid-js"
import { CODE_LENGTH } from "../../../schemas/display.ts"
import type { DisplayId, TournamentId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { pairScreen } from "../../data/pair-screen.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as tl } from "../../words/layouts.ts"
import { t } from "../../words/screens.ts"
import { t as ts } from "../../words/staff.ts"
import { CodeField } from "./code-field.tsx"
import { displayIdFor } from "./screens.ts"
import { TournamentSelect } from "./tournament-choice.tsx"

/** A new screen: the code that it shows, a name, and what it is to show. */
export function AddScreen(props: {
  taken: readonly string[]
  /** The code, where it was scanned. */
  code: string
  onAdded: (id: DisplayId, isPaired: boolean) => void
  onClose: () => void
}) {
  const { desk, acts } = useDesk()
  const [name, setName] = createSignal("")
  // What was scanned is only where it begins.
  // oxlint-disable-next-line solid/reactivity
  const [code, setCode] = createSignal(props.code)
  /** The one that this device works on, which may not be known yet, until somebody says otherwise. */
  const [picked, setPicked] = createSignal<TournamentId | null | undefined>()
  const chosen = () => {
    const own = picked()
    return own === undefined ? desk.selected() : own
  }
  const [isWorking, setWorking] = createSignal(false)
  const [problem, setProblem] = createSignal<string | null>(null)
  const isComplete = () =>
    name().trim() !== "" && (code() === "" || code().length === CODE_LENGTH) && !isWorking()
  const add = async () => {
    if (!isComplete()) return
    const title = name().trim()
    const id = displayIdFor(title, props.taken)
    const isPaired = code() !== ""
    setWorking(true)
    setProblem(null)
    try {
      // First of all: a code that nobody shows adds no screen.
      if (isPaired) await pairScreen(desk.session.token, code(), id)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
      return
    } finally {
      setWorking(false)
    }
    const undo = acts.addScreen(id, title, chosen())
    say(t("did.added", title), { label: ts("app.undo"), run: undo })
    props.onAdded(id, isPaired)
  }
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={t("screens.new")}
      subtitle={t("screens.newText")}
      closeLabel={ts("app.close")}
    >
      <form
        class="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <div class="grid gap-1.5">
          <CodeField code={code()} onInput={setCode} />
          <p class="text-sm text-subtext0">{tl("pair.codeText")}</p>
        </div>
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
            onChoose={setPicked}
          />
        </div>
        <Show when={problem()}>
          {(text) => (
            <p role="alert" class="rounded-xl bg-red/10 px-4 py-3 font-semibold text-red">
              {text()}
            </p>
          )}
        </Show>
        <button
          class="button button-primary min-h-14 text-lg"
          type="submit"
          disabled={!isComplete()}
        >
          {isWorking() ? tl("pair.working") : t("screens.go")}
        </button>
      </form>
    </Sheet>
  )
}
