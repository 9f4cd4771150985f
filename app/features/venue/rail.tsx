import { A } from "@solidjs/router"
import { createSignal, For, Show } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { alertCount, type Night } from "../../data/nights.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { t } from "../../words/staff.ts"
import { mattersOf } from "../floor/attention.ts"
import { lostScreens, screenViews } from "../screens/screens.ts"
import { nearSections, type Section, sections } from "./sections.ts"

const isNear = (section: Section): boolean => nearSections.some((near) => near === section)
const far = sections.filter((section) => !isNear(section))

const shape =
  "relative min-h-14 min-w-0 flex-1 content-center justify-items-center gap-0.5 text-[0.6875rem] font-medium md:min-h-15 md:flex-none md:rounded-xl md:text-xs"

/** The way between the sections: at the left of a tablet, under the thumb on a phone. */
export function Rail(props: { section: Section }) {
  const { desk } = useDesk()
  const [isMoreShown, setMoreShown] = createSignal(false)
  const alerts = (section: Section): number => {
    if (section === "money") return Math.max(desk.outbox.refused().length, conflicts())
    // What is shown tells its own; Tonight tells of all the others.
    if (section === "tonight") return alertCount(desk.nights().filter(isElsewhere))
    if (section === "screens") return lost()
    return section === "floor" ? urgent() : 0
  }
  const isElsewhere = ({ listed }: Night) => listed.id !== desk.selected()
  /** Who has no seat of their own, though tables are open. */
  const urgent = () =>
    mattersOf(desk.floor(), null).filter(({ kind }) => kind === "clash" || kind === "waiting")
      .length
  const lost = () => lostScreens(screenViews(desk.hall.values(), desk.screens.answer()))
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
            class={`${shape} ${isNear(section) ? "grid" : "hidden md:grid"}`}
            classList={{
              "text-lavender md:bg-surface0": props.section === section,
              "text-subtext0 hover:text-text": props.section !== section,
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
      <button
        class={`${shape} grid md:hidden`}
        classList={{
          "text-lavender": !isNear(props.section),
          "text-subtext0": isNear(props.section),
        }}
        onClick={() => setMoreShown(true)}
      >
        <Icon name={isNear(props.section) ? "more" : props.section} class="size-6" />
        <span class="max-w-full truncate px-0.5">
          {isNear(props.section) ? t("app.more") : t(`section.${props.section}`)}
        </span>
      </button>
      <Sheet
        isOpen={isMoreShown()}
        onClose={() => setMoreShown(false)}
        title={t("app.sections")}
        closeLabel={t("app.close")}
      >
        <ul class="grid grid-cols-2 gap-2">
          <For each={far}>
            {(section) => (
              <li>
                <A
                  href={`/operator/${section}`}
                  aria-current={props.section === section ? "page" : undefined}
                  class="flex min-h-16 items-center gap-3 rounded-xl bg-mantle px-4 font-semibold"
                  onClick={() => setMoreShown(false)}
                >
                  <Icon name={section} class="size-6" />
                  {t(`section.${section}`)}
                </A>
              </li>
            )}
          </For>
        </ul>
      </Sheet>
    </nav>
  )
}
