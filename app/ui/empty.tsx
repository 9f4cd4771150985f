import { type JSX, Show } from "solid-js"
import { Icon, type IconName } from "./icon.tsx"

/** A place with nothing in it yet: says so, and what to do next. */
export function Empty(props: {
  icon: IconName
  title: string
  text: string
  children?: JSX.Element
}) {
  return (
    <div class="grid justify-items-center gap-3 rounded-2xl border border-dashed border-surface1 px-6 py-12 text-center">
      <span class="grid size-14 place-content-center rounded-full bg-surface0 text-subtext1">
        <Icon name={props.icon} class="size-7" />
      </span>
      <h2 class="text-xl font-semibold">{props.title}</h2>
      <p class="max-w-prose text-pretty text-subtext1">{props.text}</p>
      <Show when={props.children}>
        <div class="mt-2 flex flex-wrap justify-center gap-2">{props.children}</div>
      </Show>
    </div>
  )
}
