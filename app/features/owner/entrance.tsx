import type { JSX } from "solid-js"
import { LanguageSwitch } from "../../ui/language-switch.tsx"

/** What stands before the owner's web: one thing to do, in the middle. */
export function Entrance(props: { title: string; text?: string; children: JSX.Element }) {
  return (
    <main class="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-6 p-5">
      <header class="flex items-center justify-between">
        <span class="flex min-h-11 items-center gap-3 text-xl font-bold">
          <img src="/felt.svg" alt="" class="size-10" width="40" height="40" />
          Felt
        </span>
        <LanguageSwitch />
      </header>
      <div class="grid gap-2">
        <h1 class="text-2xl font-semibold text-balance">{props.title}</h1>
        <p class="text-pretty text-subtext1">{props.text}</p>
      </div>
      {props.children}
    </main>
  )
}
