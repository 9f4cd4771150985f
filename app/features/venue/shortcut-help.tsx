import { useNavigate } from "@solidjs/router"
import { createSignal, For, onCleanup, onMount, Show } from "solid-js"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { undoLast } from "../../ui/toasts.tsx"
import { t as ts } from "../../words/several.ts"
import { t } from "../../words/staff.ts"
import { askForSearch } from "../players/search-asked.ts"
import { sections } from "./sections.ts"
import { openSwitcher } from "./switcher.tsx"
import { type Shortcut, shortcutOf, takesLetters } from "./shortcuts.ts"

const KEY = "felt.shortcuts"

/**
 * The keyboard's shortcuts, and the list of them. They can be turned off on a device: who dictates,
 * or whose scanner types, must not set one off by a letter.
 */
export function ShortcutHelp() {
  const navigate = useNavigate()
  const [isShown, setShown] = createSignal(false)
  const [isOn, setOn] = createSignal(localStorage.getItem(KEY) !== "off")
  const turn = (on: boolean) => {
    localStorage.setItem(KEY, on ? "on" : "off")
    setOn(on)
  }
  const run = (shortcut: Shortcut): boolean => {
    switch (shortcut.kind) {
      case "section":
        navigate(`/operator/${shortcut.section}`)
        return true
      case "search":
        navigate("/operator/players")
        askForSearch()
        return true
      case "undo":
        return undoLast()
      case "tournaments":
        return openSwitcher()
      case "help":
        setShown(true)
        return true
    }
  }
  const listen = (event: KeyboardEvent) => {
    const isInSheet = document.querySelector('[role="dialog"]') !== null
    if (!isOn() || isInSheet || event.defaultPrevented) return
    const shortcut = shortcutOf(event, takesLetters(event.target))
    if (shortcut && run(shortcut)) event.preventDefault()
  }
  onMount(() => addEventListener("keydown", listen))
  onCleanup(() => removeEventListener("keydown", listen))
  return (
    <>
      <button
        class="button button-quiet hidden px-0 md:inline-flex"
        aria-label={t("keys.title")}
        title={t("keys.title")}
        onClick={() => setShown(true)}
      >
        <Icon name="keyboard" />
      </button>
      <Show when={isShown()}>
        <Sheet
          isOpen
          onClose={() => setShown(false)}
          title={t("keys.title")}
          subtitle={t("keys.text")}
          closeLabel={t("app.close")}
        >
          <dl class="grid gap-1">
            <For each={sections}>
              {(section, index) => (
                <Row keys={String(index() + 1)} text={t(`section.${section}`)} />
              )}
            </For>
            <Row keys="T" text={ts("switch.title")} />
            <Row keys="/" text={t("players.search")} />
            <Row keys="Ctrl Z" text={t("keys.undo")} />
            <Row keys="?" text={t("keys.title")} />
            <Row keys="Esc" text={t("keys.escape")} />
          </dl>
          <label class="mt-4 flex min-h-14 items-center gap-3 rounded-xl bg-mantle px-4">
            <input
              type="checkbox"
              class="size-6 accent-lavender"
              checked={isOn()}
              onChange={(event) => turn(event.currentTarget.checked)}
            />
            {t("keys.on")}
          </label>
        </Sheet>
      </Show>
    </>
  )
}

function Row(props: { keys: string; text: string }) {
  return (
    <div class="flex min-h-12 items-center justify-between gap-4 rounded-xl bg-mantle px-4">
      <dt class="min-w-0">{props.text}</dt>
      <dd>
        <kbd class="rounded-lg border border-surface2 bg-base px-2 py-1 font-mono text-sm whitespace-nowrap">
          {props.keys}
        </kbd>
      </dd>
    </div>
  )
}
