import { createSignal, For, Show } from "solid-js"
import type { StaffId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as ts } from "../../words/staff.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/venue.ts"
import { Face } from "./people.tsx"
import { AddStaff } from "./staff-form.tsx"
import { StaffSheet } from "./staff-sheet.tsx"

/** Who works here; whoever is tapped can be changed. */
export function StaffList() {
  const { desk } = useDesk()
  const [opened, setOpened] = createSignal<StaffId | null>(null)
  const [isAdding, setAdding] = createSignal(false)
  const members = () => desk.staff.all().toSorted((a, b) => Number(b.isActive) - Number(a.isActive))
  const mayOpen = (staffId: StaffId) => desk.may.administer || desk.staff.isMe(staffId)
  return (
    <section class="card grid content-start gap-3 p-5" aria-labelledby="staff">
      <h2 id="staff" class="text-lg font-semibold">
        {t("staff.title")}
      </h2>
      <ul class="grid gap-1">
        <For each={members()}>
          {(member) => (
            <li>
              <button
                class="flex min-h-14 w-full items-center gap-3 rounded-xl px-2 text-left hover:not-disabled:bg-surface0"
                disabled={!mayOpen(member.staffId)}
                onClick={() => setOpened(member.staffId)}
              >
                <Face name={member.name} class={member.isActive ? "" : "bg-surface2 text-text"} />
                <span class="min-w-0 grow">
                  <span class="block truncate font-semibold">{member.name}</span>
                  <span class="block text-sm text-subtext0">{tp(`role.${member.role}`)}</span>
                </span>
                <Show when={desk.staff.isMe(member.staffId)}>
                  <span class="pill text-green">{t("staff.you")}</span>
                </Show>
                <Show when={!member.isActive}>
                  <span class="pill">{t("staff.left")}</span>
                </Show>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show
        when={desk.may.administer}
        fallback={<p class="text-sm text-subtext0">{t("staff.onlyAdministrator")}</p>}
      >
        <button class="button" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          {t("staff.add")}
        </button>
      </Show>
      <Show when={isAdding()}>
        <Sheet
          isOpen
          onClose={() => setAdding(false)}
          title={t("staff.addTitle")}
          closeLabel={ts("app.close")}
        >
          <AddStaff
            onDone={(name) => {
              setAdding(false)
              say(t("staff.added", name))
            }}
          />
        </Sheet>
      </Show>
      <Show when={opened()} keyed>
        {(staffId) => <StaffSheet staffId={staffId} onClose={() => setOpened(null)} />}
      </Show>
    </section>
  )
}
