import { createSignal, createUniqueId, onCleanup, Show } from "solid-js"
import { Icon } from "../../ui/icon.tsx"
import { QrCode } from "../../ui/qr-code.tsx"
import { t } from "../../words/owner.ts"

/** What is shown this once: to copy, to scan, and to put away again. */
export function Secret(props: {
  title: string
  text: string
  /** What is to be done with it. */
  lead?: string
  /** What is copied and scanned. */
  secret: string
  /** Said after it. */
  then?: string
  done: string
  onDone: () => void
}) {
  const id = createUniqueId()
  return (
    <section
      aria-labelledby={id}
      class="grid min-w-0 gap-3 rounded-2xl border border-lavender bg-mantle p-4"
    >
      <h2
        id={id}
        tabindex="-1"
        class="text-lg font-semibold outline-none"
        ref={(element) => queueMicrotask(() => element.focus())}
      >
        {props.title}
      </h2>
      <p class="text-pretty text-subtext1">{props.text}</p>
      <Show when={props.lead}>
        <p class="text-pretty">{props.lead}</p>
      </Show>
      <Code text={props.secret} />
      <Show when={props.then}>
        <p class="text-pretty text-subtext1">{props.then}</p>
      </Show>
      <details class="group">
        <summary class="flex min-h-11 cursor-pointer items-center gap-2 font-semibold text-subtext1">
          <Icon name="down" class="size-5 transition-transform group-open:rotate-180" />
          {t("key.qr")}
        </summary>
        <div class="mt-2 max-w-64">
          <QrCode text={props.secret} label={t("key.qr")} />
        </div>
      </details>
      <button class="button justify-self-start whitespace-normal" onClick={() => props.onDone()}>
        <Icon name="check" />
        {props.done}
      </button>
    </section>
  )
}

const SAID_FOR_MS = 3_000

/** Something to be typed elsewhere, or copied from here. */
export function Code(props: { text: string }) {
  const [isCopied, setCopied] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  const [code, setCode] = createSignal<HTMLElement>()
  onCleanup(() => clearTimeout(timer))
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text)
      setCopied(true)
      clearTimeout(timer)
      timer = setTimeout(() => setCopied(false), SAID_FOR_MS)
    } catch {
      // Without leave for the clipboard it is marked, to be copied by hand.
      const shown = code()
      if (shown) getSelection()?.selectAllChildren(shown)
    }
  }
  return (
    <div class="flex flex-wrap items-center gap-2 rounded-xl bg-crust p-2 pl-4">
      <code
        ref={setCode}
        class="min-w-0 grow basis-56 py-2 font-mono text-sm [overflow-wrap:anywhere] whitespace-pre-wrap select-all"
      >
        {props.text}
      </code>
      <button class="button" onClick={() => void copy()}>
        <Icon name={isCopied() ? "check" : "copy"} />
        <span aria-live="polite">{t(isCopied() ? "app.copied" : "app.copy")}</span>
      </button>
    </div>
  )
}
