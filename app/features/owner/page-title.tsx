import type { JSX } from "solid-js"

/** What a page is called, with what belongs to all of it beside it. */
export function PageTitle(props: { title: string; children?: JSX.Element }) {
  return (
    <div class="flex min-h-11 flex-wrap items-center justify-between gap-x-6 gap-y-2 print:hidden">
      <h1 tabindex="-1" class="min-w-0 text-3xl font-bold text-balance outline-none">
        {props.title}
      </h1>
      {props.children}
    </div>
  )
}
