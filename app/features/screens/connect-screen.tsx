import { createSignal, Show } from "solid-js"
import { CODE_LENGTH } from "../../../schemas/display.ts"
import type { DisplayId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { pairScreen } from "../../data/pair-screen.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/layouts.ts"
import { CodeField } from "./code-field.tsx"

/** Another device becomes this screen, by the code that it shows. */
export function ConnectScreen(props: { displayId: DisplayId; title: string }) {
  const { desk } = useDesk()
  const [code, setCode] = createSignal("")
  const [problem, setProblem] = createSignal<string | null>(null)
  const [isWorking, setWorking] = createSignal(false)
  const connect = async () => {
    if (code().length !== CODE_LENGTH) return
    setWorking(true)
    setProblem(null)
    try {
      await pairScreen(desk.session.token, code(), props.displayId)
      setCode("")
      say(t("pair.done", props.title))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setWorking(false)
    }
  }
  return (
    <form
      class="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void connect()
      }}
    >
      <h3 class="font-semibold">{t("pair.title")}</h3>
      <p class="text-sm text-subtext0">{t("pair.text")}</p>
      <div class="grid grid-cols-[1fr_auto] items-end gap-2">
        <CodeField code={code()} onInput={setCode} />
        <button
          class="button"
          type="submit"
          disabled={code().length !== CODE_LENGTH || isWorking()}
        >
          {t(isWorking() ? "pair.working" : "pair.go")}
        </button>
      </div>
      <Show when={problem()}>
        {(text) => (
          <p role="alert" class="rounded-xl bg-red/10 px-4 py-3 font-semibold text-red">
            {text()}
          </p>
        )}
      </Show>
    </form>
  )
}
