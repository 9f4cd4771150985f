import { For, Show } from "solid-js"
import type { StaffId } from "../../../schemas/ids.ts"
import { isOpen, people, session } from "../../data/session.ts"
import { memberOf, shortId } from "../../data/staff.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/people.ts"

/** Who is known on this device and still works here. */
export const peopleHere = (): StaffId[] =>
  people().filter((staffId) => memberOf(staffId)?.isActive !== false)

export const personName = (staffId: string): string => memberOf(staffId)?.name ?? shortId(staffId)

/** The first letters of a name's first two words. */
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((word) => Array.from(word).slice(0, 1))
    .slice(0, 2)
    .join("")
    .toUpperCase()

/** Big buttons, one a person. */
export function People(props: { onChoose: (staffId: StaffId) => void; onOther: () => void }) {
  return (
    <ul class="grid gap-2" aria-label={t("who.title")}>
      <For each={peopleHere()}>
        {(staffId) => (
          <li>
            <button
              class="flex min-h-18 w-full items-center gap-4 rounded-2xl border border-surface1 bg-mantle px-4 text-left hover:bg-surface0"
              onClick={() => props.onChoose(staffId)}
            >
              <Face name={personName(staffId)} />
              <span class="min-w-0 grow">
                <span class="block truncate text-lg font-semibold">{personName(staffId)}</span>
                <span class="block text-sm text-subtext0">
                  <Show when={memberOf(staffId)}>{(member) => t(`role.${member().role}`)}</Show>
                </span>
              </span>
              <span class="pill" classList={{ "text-green": isOpen(staffId) }}>
                {standing(staffId)}
              </span>
            </button>
          </li>
        )}
      </For>
      <li>
        <button
          class="flex min-h-18 w-full items-center gap-4 rounded-2xl border border-dashed border-surface1 px-4 text-left hover:bg-surface0"
          onClick={() => props.onOther()}
        >
          <span class="grid size-11 shrink-0 place-content-center rounded-full bg-surface0">
            <Icon name="plus" />
          </span>
          <span class="min-w-0">
            <span class="block font-semibold">{t("who.other")}</span>
            <span class="block text-sm text-subtext0">{t("who.otherText")}</span>
          </span>
        </button>
      </li>
    </ul>
  )
}

const standing = (staffId: StaffId): string =>
  !isOpen(staffId) ? t("who.pin") : t(session()?.staffId === staffId ? "who.working" : "who.open")

/** Initials in a circle. */
export function Face(props: { name: string; class?: string }) {
  return (
    <span
      class={`grid size-11 shrink-0 place-content-center rounded-full bg-lavender text-base font-bold text-crust ${props.class ?? ""}`}
      aria-hidden="true"
    >
      {initialsOf(props.name)}
    </span>
  )
}
