import { For } from "solid-js"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { LanguageSwitch } from "../../ui/language-switch.tsx"
import { t } from "../../words/guest.ts"

const faces = [
  { href: "/operator", icon: "floor", name: "start.operator", text: "start.operatorText" },
  { href: "/display", icon: "screen", name: "start.display", text: "start.displayText" },
  { href: "/player", icon: "phone", name: "start.player", text: "start.playerText" },
] as const satisfies readonly { icon: IconName; [key: string]: string }[]

/** The way to the three faces of the app. */
export function Start() {
  return (
    <main class="mx-auto grid min-h-dvh max-w-3xl content-center gap-8 px-5 py-10">
      <header class="flex items-center justify-between gap-4">
        <div class="flex items-center gap-4">
          <img src="/felt.svg" alt="" class="size-14" width="56" height="56" />
          <div>
            <h1 class="text-3xl font-bold tracking-tight">Felt</h1>
            <p class="text-subtext0">{t("start.tagline")}</p>
          </div>
        </div>
        <LanguageSwitch />
      </header>
      <nav class="grid gap-3 md:grid-cols-3" aria-label={t("start.faces")}>
        <For each={faces}>
          {(face) => (
            <a
              href={face.href}
              // Screens and phones have pages of their own, which are loaded and not routed to.
              rel={face.href === "/operator" ? undefined : "external"}
              class="card grid gap-2 p-5 transition-colors hover:bg-surface0"
            >
              <span class="text-lavender">
                <Icon name={face.icon} class="size-8" />
              </span>
              <span class="text-xl font-semibold">{t(face.name)}</span>
              <span class="text-subtext0">{t(face.text)}</span>
            </a>
          )}
        </For>
      </nav>
    </main>
  )
}
