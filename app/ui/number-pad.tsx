import { For } from "solid-js"
import { Icon } from "./icon.tsx"

const ROWS = [
  ["1", "2", "3"],
  ["4", "5", "6"],
  ["7", "8", "9"],
  ["k", "0", "000"],
] as const

/**
 * Big keys for a thumb, with a field for who has a keyboard: what is typed and what is tapped are one
 * text. Enter says that it is done.
 */
export function NumberPad(props: {
  value: string
  label: string
  eraseLabel: string
  enterLabel: string
  isWrong: boolean
  /** Said below the field; its place is kept while there is nothing to say. */
  hint: string
  canEnter: boolean
  onChange: (value: string) => void
  onEnter: () => void
}) {
  return (
    <form
      class="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        props.onEnter()
      }}
    >
      <label class="grid gap-1">
        <span class="text-sm font-medium text-subtext1">{props.label}</span>
        <input
          ref={(element) => queueMicrotask(() => element.focus())}
          class="field min-h-16 text-right text-3xl font-bold"
          // The keys below are bigger than the phone's own.
          inputmode="none"
          autocomplete="off"
          maxlength="16"
          aria-invalid={props.isWrong}
          value={props.value}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
        <span
          class="min-h-5 text-sm"
          classList={{ "text-red": props.isWrong, "text-subtext0": !props.isWrong }}
        >
          {props.hint}
        </span>
      </label>
      {/* A tap leaves the focus in the field, so that Enter of a keyboard still says "done". */}
      <div class="grid grid-cols-3 gap-2" onPointerDown={(event) => event.preventDefault()}>
        <For each={ROWS.flat()}>
          {(key) => (
            <button
              type="button"
              class="button min-h-14 text-2xl"
              onClick={() => props.onChange(props.value + key)}
            >
              {key}
            </button>
          )}
        </For>
      </div>
      <div class="grid grid-cols-3 gap-2">
        <button
          type="button"
          class="button min-h-16"
          aria-label={props.eraseLabel}
          onClick={() => props.onChange(props.value.slice(0, -1))}
        >
          <Icon name="backspace" class="size-7" />
        </button>
        <button class="button button-go col-span-2 min-h-16 text-lg" disabled={!props.canEnter}>
          <Icon name="check" class="size-6" />
          {props.enterLabel}
        </button>
      </div>
    </form>
  )
}
