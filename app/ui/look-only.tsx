import { Show } from "solid-js"
import { Icon } from "./icon.tsx"

/** Says once, at the top of a section, what of it whoever is signed in may not do, and who may. */
export function LookOnly(props: { when: boolean; text: string }) {
  return (
    <Show when={props.when}>
      <p class="flex min-h-11 items-center gap-3 rounded-xl bg-mantle px-4 py-2 text-subtext1">
        <Icon name="lock" class="size-5 shrink-0" />
        {props.text}
      </p>
    </Show>
  )
}
