import { A } from "@solidjs/router"
import { For, Show } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/staff.ts"
import { mattersOf } from "../floor/attention.ts"
import { type Section, sections } from "./sections.ts"

/** The way between the sections: at the left of a tablet, under the thumb on a phone. */
export function Rail(props: { section: Section }) {
  const { desk } = useDesk()
  const alerts = (section: Section): number => {
    if (section === "money") return Math.max(desk.outbox.refused().length, conflicts())
    return section === "floor" ? urgent() : 0
  }
  /** Who has no seat of their own, though tables are open. */
  const urgent = () =>
    mattersOf(desk.floor(), null).filter(({ kind }) => kind === "clash" || kind === "waiting")
      .length
  /** On every operator's device, whoever asked. */
  const conflicts = () => desk.account()?.conflicts.length ?? 0
  return (
    <nav
      aria-label={t("app.sections")}
      class="fixed inset-x-0 bottom-0 z-30 flex border-t border-surface0 bg-mantle pb-[env(safe-area-inset-bottom)] md:sticky md:top-16 md:col-start-1 md:row-start-2 md:h-[calc(100dvh-4rem)] md:flex-col md:gap-1 md:overflow-y-auto md:border-t-0 md:border-r md:p-2"
    >
      <For each={sections}>
        {(section) => (
          <A
            href={`/operator/${section}`}
            aria-current={props.section === section ? "page" : undefined}
            class="relative grid min-h-14 min-w-0 flex-1 content-center justify-items-center gap-0.5 text-[0.6875rem] font-medium text-subtext0 md:min-h-16 md:flex-none md:rounded-xl md:text-xs"
            classList={{
              "text-lavender! md:bg-surface0": props.section === section,
              "hover:text-text": props.section !== section,
            }}
          >
            <Icon name={section} class="size-6" />
            <span class="max-w-full truncate px-0.5">{t(`section.${section}`)}</span>
            <Show when={alerts(section)}>
              {(count) => (
                <span class="absolute top-1 right-[calc(50%-1.5rem)] grid h-5 min-w-5 place-content-center rounded-full bg-red px-1 text-xs font-bold text-crust">
                  {count()}
                </span>
              )}
            </Show>
          </A>
        )}
      </For>
    </nav>
  )
}
