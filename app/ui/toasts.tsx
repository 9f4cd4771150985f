import { createSignal, For, Show } from "solid-js"
import { Icon } from "./icon.tsx"

const SHOWN_FOR_MS = 8_000
const MOST = 2

type Toast = {
  id: number
  text: string
  tone: "done" | "problem"
  undo: Offer | null
  /** What else is at hand now. */
  also: Offer | null
}
type Offer = { label: string; run: () => void }

const [toasts, setToasts] = createSignal<readonly Toast[]>([])
let lastId = 0

/** Says what was just done, with the way to take it back. Undo instead of "are you sure?". */
export function say(text: string, undo: Offer | null = null, also: Offer | null = null): void {
  show({ text, tone: "done", undo, also })
}

/** Says what did not work and what to do about it. */
export function sayProblem(text: string): void {
  show({ text, tone: "problem", undo: null, also: null })
}

function show(toast: Omit<Toast, "id">): void {
  const id = ++lastId
  setToasts((all) => [...all.slice(1 - MOST), { ...toast, id }])
  setTimeout(() => dismiss(id), SHOWN_FOR_MS)
}

const dismiss = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id))

/** Takes back what was said last and can be taken back; `false` where there is nothing to take back. */
export function undoLast(): boolean {
  const toast = toasts().findLast(({ undo }) => undo !== null)
  if (!toast?.undo) return false
  dismiss(toast.id)
  toast.undo.run()
  return true
}

/** Where toasts appear; once a page, above everything, out of the thumb's way. */
export function Toaster(props: { label: string }) {
  return (
    <section
      aria-label={props.label}
      aria-live="polite"
      class="toasts pointer-events-none fixed inset-x-0 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-[60] flex flex-col items-end gap-2 px-3 md:right-5 md:bottom-5 md:left-auto md:w-[24rem] md:px-0"
    >
      <For each={toasts()}>
        {(toast) => (
          <div
            role={toast.tone === "problem" ? "alert" : "status"}
            class="animate-rise will-change-transform pointer-events-auto flex min-h-14 w-full items-center max-md:not-last:hidden gap-2 rounded-2xl border bg-mantle py-1.5 pr-2 pl-4 shadow-2xl"
            classList={{
              "border-surface2": toast.tone === "done",
              "border-red": toast.tone === "problem",
            }}
          >
            <Icon
              name={toast.tone === "done" ? "check" : "warning"}
              class={`size-5 shrink-0 ${toast.tone === "done" ? "text-green" : "text-red"}`}
            />
            <p class="grow py-1.5 text-pretty">{toast.text}</p>
            <Show when={toast.also}>
              {(also) => (
                <button
                  class="button"
                  onClick={() => {
                    dismiss(toast.id)
                    also().run()
                  }}
                >
                  {also().label}
                </button>
              )}
            </Show>
            <Show when={toast.undo}>
              {(undo) => (
                <button
                  class="button text-yellow"
                  onClick={() => {
                    dismiss(toast.id)
                    undo().run()
                  }}
                >
                  <Icon name="undo" />
                  {undo().label}
                </button>
              )}
            </Show>
          </div>
        )}
      </For>
    </section>
  )
}
