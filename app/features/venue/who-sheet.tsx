import { createSignal, For, Show } from "solid-js"
import type { StaffId } from "../../../schemas/ids.ts"
import { chooseLockMinutes, LOCK_MINUTES, lockMinutes } from "../../data/auto-lock.ts"
import { useDesk } from "../../data/desk-context.ts"
import { canSeal } from "../../data/sealed-session.ts"
import { isOpen, lock, people, signOut, switchTo } from "../../data/session.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { t as ts } from "../../words/staff.ts"
import { t } from "../../words/people.ts"
import { People, personName } from "./people.tsx"
import { PinPad } from "./pin-pad.tsx"

/** Who it is now: one tap for whoever is signed in here, a PIN for the others. */
export function WhoSheet(props: { onClose: () => void }) {
  const [asked, setAsked] = createSignal<StaffId | "anybody" | null>(null)
  const choose = (staffId: StaffId) => {
    if (isOpen(staffId)) {
      props.onClose()
      switchTo(staffId)
    } else setAsked(staffId)
  }
  const title = () => {
    const id = asked()
    if (id === null) return t("who.title")
    return id === "anybody" ? ts("signIn.title") : t("who.pinOf", personName(id))
  }
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={title()}
      subtitle={asked() === null ? t("who.text") : undefined}
      closeLabel={ts("app.close")}
    >
      <Show
        when={asked()}
        fallback={
          <div class="grid gap-6">
            <People onChoose={choose} onOther={() => setAsked("anybody")} />
            <DeviceActs onDone={props.onClose} />
          </div>
        }
      >
        {(id) => {
          const staffId = id()
          return (
            <div class="grid gap-4">
              <PinPad staffId={staffId === "anybody" ? null : staffId} onDone={props.onClose} />
              <button class="button button-quiet" onClick={() => setAsked(null)}>
                {t("who.back")}
              </button>
            </div>
          )
        }}
      </Show>
    </Sheet>
  )
}

/** Locking and signing out, and when the device does it by itself. */
function DeviceActs(props: { onDone: () => void }) {
  const { desk } = useDesk()
  const leave = (ids: readonly StaffId[]) => {
    props.onDone()
    for (const staffId of ids) signOut(staffId, desk.isOwing(staffId))
  }
  return (
    <div class="grid gap-3 border-t border-surface0 pt-5">
      <button
        class="button min-h-14 justify-start px-5"
        onClick={() => {
          props.onDone()
          lock()
        }}
      >
        <Icon name="lock" />
        {t("who.lock")}
      </button>
      <div class="grid grid-cols-2 gap-3">
        <button
          class="button min-h-14 whitespace-normal"
          onClick={() => leave([desk.session.staffId])}
        >
          {t("who.signOut", desk.staff.nameOf(desk.session.staffId))}
        </button>
        <button class="button min-h-14 whitespace-normal" onClick={() => leave(people())}>
          {t("who.signOutAll")}
        </button>
      </div>
      <label class="field-label">
        {t("who.lockAfter")}
        <select
          class="field"
          value={String(lockMinutes())}
          onChange={(event) => chooseLockMinutes(Number(event.currentTarget.value))}
        >
          <For each={LOCK_MINUTES}>
            {(minutes) => (
              <option value={String(minutes)}>
                {minutes === 0 ? t("who.never") : t("who.minutes", minutes)}
              </option>
            )}
          </For>
        </select>
      </label>
      <Show when={!canSeal()}>
        <p class="flex gap-2 text-sm text-yellow">
          <Icon name="warning" class="size-5 shrink-0" />
          {t("who.insecure")}
        </p>
      </Show>
    </div>
  )
}
