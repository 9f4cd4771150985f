import { createSignal, For, Show } from "solid-js"
import type { Desk } from "../../data/desk.ts"
import { useDesk } from "../../data/desk-context.ts"
import { alertCount, type Night } from "../../data/nights.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import { NightLine } from "../tonight/night-line.tsx"

const [isShown, setShown] = createSignal(false)

/** Opens the list of tournaments from anywhere, as its key does. */
export function openSwitcher(): boolean {
  setShown(true)
  return true
}

/** Whether there is another tournament to go to. */
export const hasSeveral = (desk: Desk): boolean =>
  desk.nights().some(({ listed, phase }) => listed.id !== desk.selected() && phase !== "ended")

/** Which tournament is shown; one tap opens the others, the next one goes there. */
export function Switcher() {
  const { desk } = useDesk()
  const here = () => desk.nights().find(({ listed }) => listed.id === desk.selected())
  const others = () => desk.nights().filter(({ listed }) => listed.id !== desk.selected())
  const alerts = () => alertCount(others())
  return (
    <Show when={here()}>
      {(night) => (
        <>
          <button
            class="relative min-h-11 min-w-0 items-center gap-2 rounded-xl bg-surface0 px-3 font-semibold max-md:order-last max-md:basis-full md:max-w-56 md:min-w-24 md:shrink"
            classList={{ flex: hasSeveral(desk), "hidden md:flex": !hasSeveral(desk) }}
            aria-haspopup="dialog"
            aria-keyshortcuts="t"
            onClick={() => setShown(true)}
          >
            <span class="sr-only">{t("switch.open", "")}</span>
            <span class="min-w-0 truncate">{night().listed.name}</span>
            <Show when={night().stage}>
              {(stage) => <span class="pill shrink-0 bg-base">{stage()}</span>}
            </Show>
            <Show when={alerts()}>
              {(count) => (
                <span class="grid h-5 min-w-5 shrink-0 place-content-center rounded-full bg-red px-1 text-xs font-bold text-crust">
                  <span aria-hidden="true">{count()}</span>
                  <span class="sr-only">{t("switch.others", count())}</span>
                </span>
              )}
            </Show>
            <Icon name="back" class="ml-auto size-4 shrink-0 -rotate-90 text-subtext0" />
          </button>
          <Show when={isShown()}>
            <SwitcherSheet />
          </Show>
        </>
      )}
    </Show>
  )
}

function SwitcherSheet() {
  const { desk } = useDesk()
  const now = createTicking()
  const open = () => desk.nights().filter(({ phase }) => phase !== "ended")
  const choose = (night: Night) => {
    desk.select(night.listed.id)
    setShown(false)
  }
  return (
    <Sheet
      isOpen
      onClose={() => setShown(false)}
      title={t("switch.title")}
      subtitle={t("switch.text")}
      closeLabel={ts("app.close")}
    >
      <ul class="grid gap-2" onKeyDown={(event) => moveFocus(event)}>
        <For each={open().map(({ listed }) => listed.id)}>
          {(id) => (
            <Show when={open().find(({ listed }) => listed.id === id)}>
              {(night) => (
                <li>
                  <button
                    class="card grid min-h-18 w-full gap-1 px-4 py-2 text-left hover:bg-surface0"
                    classList={{ "border-lavender! bg-surface0": id === desk.selected() }}
                    aria-pressed={id === desk.selected()}
                    onClick={() => choose(night())}
                  >
                    <NightLine night={night()} now={now()} />
                  </button>
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
    </Sheet>
  )
}

/** The arrow keys go from one tournament to the next; Enter is the button's own. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll("button")]
  const at = buttons.findIndex((button) => button === document.activeElement)
  buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus()
  event.preventDefault()
}
