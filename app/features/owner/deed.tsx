import { createSignal, type JSX, Show } from "solid-js"
import { t } from "../../words/owner.ts"
import { problemOf } from "./problem.ts"

/** Something that is done at Core: one at a time, and in one sentence why it was not. */
export type Deed = {
  isBusy: () => boolean
  problem: () => string
  carryOut: (work: () => Promise<void>) => Promise<void>
}

/** @param explain says why not, where there are better words than the usual ones */
export function createDeed(explain: (error: unknown) => string = problemOf): Deed {
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal("")
  return {
    isBusy,
    problem,
    async carryOut(work) {
      if (isBusy()) return
      setBusy(true)
      setProblem("")
      try {
        await work()
      } catch (error) {
        setProblem(explain(error))
      } finally {
        setBusy(false)
      }
    },
  }
}

/** Why something was not done. */
export function Problem(props: { text: string }) {
  return (
    <p role="alert" class="text-pretty text-red" hidden={props.text === ""}>
      {props.text}
    </p>
  )
}

/** Asks once more before what cannot be taken back, right where it was pressed. */
export function Sure(props: {
  text: JSX.Element
  go: string
  deed: Deed
  isReady?: boolean
  onGo: () => void
  onCancel: () => void
}) {
  return (
    <div
      class="grid gap-3 rounded-2xl border border-red/60 bg-mantle p-4"
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onCancel()
      }}
    >
      <div class="text-pretty text-subtext1">{props.text}</div>
      <Problem text={props.deed.problem()} />
      <div class="flex flex-wrap gap-2">
        <button
          class="button button-danger whitespace-normal"
          disabled={props.deed.isBusy() || props.isReady === false}
          onClick={() => props.onGo()}
        >
          {props.go}
        </button>
        <button class="button button-quiet" onClick={() => props.onCancel()}>
          {t("app.cancel")}
        </button>
      </div>
    </div>
  )
}

/** A field and what is done with it, in one line where there is room. */
export function OneField(props: {
  label: string
  value: string
  go: string
  deed: Deed
  maxLength: number
  onInput: (value: string) => void
  onGo: () => void
  onCancel: () => void
}) {
  return (
    <form
      class="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (props.value.trim() !== "") props.onGo()
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onCancel()
      }}
    >
      <label class="field-label">
        {props.label}
        <input
          ref={(element) => queueMicrotask(() => element.focus())}
          class="field"
          autocomplete="off"
          maxlength={props.maxLength}
          required
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </label>
      <Problem text={props.deed.problem()} />
      <div class="flex flex-wrap gap-2">
        <button
          class="button button-primary"
          disabled={props.deed.isBusy() || props.value.trim() === ""}
        >
          {props.go}
        </button>
        <button type="button" class="button button-quiet" onClick={() => props.onCancel()}>
          {t("app.cancel")}
        </button>
      </div>
    </form>
  )
}

/** A page that waits for its first answer, or did not get it. */
export function Waiting(props: { problem: string; onAgain: () => void }) {
  return (
    <Show
      when={props.problem !== ""}
      fallback={
        <p role="status" class="py-12 text-center text-subtext1">
          {t("app.loading")}
        </p>
      }
    >
      <div class="card grid justify-items-center gap-3 p-8 text-center">
        <p role="alert" class="text-pretty">
          {props.problem}
        </p>
        <button class="button" onClick={() => props.onAgain()}>
          {t("app.again")}
        </button>
      </div>
    </Show>
  )
}
