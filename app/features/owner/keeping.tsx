import { createSignal, Show } from "solid-js"
import * as v from "valibot"
import { Retention } from "../../../schemas/accounts.ts"
import { tellOwner } from "../../data/owner-session.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/owner-nights.ts"
import { createAsked } from "./asked.ts"
import { createDeed, Problem, Waiting } from "./deed.tsx"

/** After how long without a line of theirs players are forgotten. */
export function Keeping() {
  const { answer, problem, load } = createAsked(() => "/api/retention", Retention)
  const [typed, setTyped] = createSignal<string | null>(null)
  const [wrong, setWrong] = createSignal("")
  const deed = createDeed()
  const text = () => typed() ?? String(answer()?.contactMonths ?? "")
  const save = () =>
    deed.carryOut(async () => {
      const body = v.safeParse(Retention, { contactMonths: Number(text()) })
      setWrong(body.success ? "" : t("keep.wrong"))
      if (!body.success) return
      await tellOwner("/api/retention", { method: "POST", body: body.output })
      say(t("keep.saved", body.output.contactMonths))
      setTyped(null)
      await load()
    })
  return (
    <section class="grid gap-3" aria-labelledby="keeping">
      <h2 id="keeping" class="text-xl font-semibold">
        {t("keep.title")}
      </h2>
      <Show when={answer()} fallback={<Waiting problem={problem()} onAgain={() => void load()} />}>
        <form
          class="card grid gap-3 p-5"
          novalidate
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <p class="text-pretty text-subtext1">{t("keep.text")}</p>
          <div class="flex flex-wrap items-end gap-3">
            <label class="field-label w-48">
              {t("keep.months")}
              <input
                class="field"
                inputmode="numeric"
                autocomplete="off"
                maxlength="3"
                aria-invalid={wrong() !== ""}
                value={text()}
                onInput={(event) => setTyped(event.currentTarget.value)}
              />
            </label>
            <button class="button" disabled={deed.isBusy() || typed() === null}>
              {t("keep.save")}
            </button>
          </div>
          <Problem text={wrong() || deed.problem()} />
        </form>
      </Show>
    </section>
  )
}
