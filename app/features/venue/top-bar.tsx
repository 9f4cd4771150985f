import { createMemo, type JSX, Show } from "solid-js"
import { clockAt } from "../../../domain/clock.ts"
import { formatCents } from "../../../domain/money.ts"
import { playersLeft } from "../../../domain/tournament.ts"
import { useDesk } from "../../data/desk-context.ts"
import { LanguageSwitch } from "../../ui/language-switch.tsx"
import { createTicking } from "../../ui/ticking.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/staff.ts"
import { blindsText, formatSpan, levelTitle, toneOf, toneText } from "../clock/clock-face.ts"
import { ShortcutHelp } from "./shortcut-help.tsx"
import { Switcher } from "./switcher.tsx"
import { SyncState } from "./sync-state.tsx"
import { WhoIsIt } from "./who-is-it.tsx"

/** What everybody on the floor asks for, always in sight; of a phone as much as there is room for. */
export function TopBar() {
  return (
    <header class="sticky top-0 z-30 col-span-full flex min-w-0 min-h-16 flex-wrap items-center gap-x-2 gap-y-1 md:gap-x-5 md:flex-nowrap border-b border-surface0 bg-mantle px-3 py-1.5 md:px-5">
      <Switcher />
      <Facts />
      <div class="ml-auto flex shrink-0 items-center gap-1 md:gap-2">
        <SyncState />
        <div class="hidden lg:block">
          <LanguageSwitch />
        </div>
        <ShortcutHelp />
        <WhoIsIt />
      </div>
    </header>
  )
}

function Facts() {
  const { desk } = useDesk()
  const now = createTicking()
  const reading = createMemo(() => {
    const levels = desk.floor().tournament?.structure.levels
    return levels ? { levels, clock: clockAt(levels, desk.floor().clock, now()) } : null
  })
  return (
    <Show
      when={reading()}
      fallback={
        <p class="flex items-center gap-3 font-semibold">
          <img src="/felt.svg" alt="" class="size-9" width="36" height="36" />
          Felt
        </p>
      }
    >
      {(current) => (
        <div class="flex h-11 min-w-0 flex-1 flex-wrap items-center gap-x-3 overflow-hidden md:gap-x-6">
          <p
            class={`h-11 w-[5.2ch] content-center text-2xl font-bold md:text-4xl ${toneText[toneOf(current().clock)]}`}
            role="timer"
            aria-label={t("clock.timeLeft")}
          >
            {formatSpan(current().clock.remainingMs)}
          </p>
          <Fact
            label={levelTitle(current().levels, current().clock.levelIndex, t)}
            class="shrink-0"
          >
            {blindsText(current().clock.level, locale())}
          </Fact>
          <Fact label={t("facts.playersLeft")} class="shrink-0">
            {playersLeft(desk.floor())}
            <span class="text-subtext0"> / {desk.floor().entries.length}</span>
          </Fact>
          <Fact label={t("facts.pool")} class="hidden md:block">
            <Show when={desk.account()} fallback="–">
              {(account) => (
                <>{formatCents(account().poolCents, account().terms.currency, locale())}</>
              )}
            </Show>
          </Fact>
        </div>
      )}
    </Show>
  )
}

function Fact(props: { label: string; class?: string; children: JSX.Element }) {
  return (
    <div class={`min-w-0 ${props.class ?? ""}`}>
      <p class="truncate text-xs text-subtext0">{props.label}</p>
      <p class="truncate leading-6 font-semibold md:text-lg">{props.children}</p>
    </div>
  )
}
