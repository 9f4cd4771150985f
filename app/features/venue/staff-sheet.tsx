import { createSignal, type JSX, Show } from "solid-js"
import type { StaffId } from "../../../schemas/ids.ts"
import type { StaffMember } from "../../../schemas/staff.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as tp } from "../../words/people.ts"
import { t as ts } from "../../words/staff.ts"
import { t } from "../../words/venue.ts"
import { createStaffActs, isPin } from "./staff-acts.ts"
import { PinField, RoleChoice } from "./staff-form.tsx"

/** One member of staff: name and role, PIN, and whether they work here. */
export function StaffSheet(props: { staffId: StaffId; onClose: () => void }) {
  const { desk } = useDesk()
  const member = () => desk.staff.memberOf(props.staffId)
  return (
    <Show when={member()}>
      {(current) => (
        <Sheet
          isOpen
          onClose={props.onClose}
          title={current().name}
          subtitle={tp(`role.${current().role}`)}
          closeLabel={ts("app.close")}
        >
          <div class="grid gap-6">
            <Show
              when={current().isActive}
              fallback={<Gone member={current()} onDone={props.onClose} />}
            >
              <Show when={desk.may.administer}>
                <NameAndRole member={current()} onDone={props.onClose} />
              </Show>
              <Pin member={current()} onDone={props.onClose} />
              <Show when={desk.may.administer && !desk.staff.isMe(current().staffId)}>
                <Leaving member={current()} onDone={props.onClose} />
              </Show>
            </Show>
          </div>
        </Sheet>
      )}
    </Show>
  )
}

type Part = { member: StaffMember; onDone: () => void }

function NameAndRole(props: Part) {
  const acts = createStaffActs()
  // Opened anew for each member.
  // oxlint-disable-next-line solid/reactivity
  const [name, setName] = createSignal(props.member.name)
  // oxlint-disable-next-line solid/reactivity
  const [role, setRole] = createSignal(props.member.role)
  const isSame = () => name().trim() === props.member.name && role() === props.member.role
  const save = async () => {
    if (!(await acts.change(props.member.staffId, { name: name().trim(), role: role() }))) return
    props.onDone()
    say(t("staff.saved", name().trim()))
  }
  return (
    <Step onSubmit={() => void save()}>
      <label class="field-label">
        {t("staff.name")}
        <input
          class="field"
          maxlength="40"
          autocomplete="off"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <RoleChoice chosen={role()} onChoose={setRole} />
      <button class="button button-primary" disabled={isSame() || name().trim() === ""}>
        {t("staff.save")}
      </button>
    </Step>
  )
}

function Pin(props: Part) {
  const { desk } = useDesk()
  const acts = createStaffActs()
  const [pin, setPin] = createSignal("")
  const [oldPin, setOldPin] = createSignal("")
  const isOwn = () => desk.staff.isMe(props.member.staffId)
  const isReady = () => isPin(pin()) && (!isOwn() || isPin(oldPin()))
  const set = async () => {
    if (!(await acts.setPin(props.member.staffId, pin(), isOwn() ? oldPin() : null))) return
    props.onDone()
    say(t("staff.pinSet", props.member.name))
  }
  return (
    <Step onSubmit={() => void set()}>
      <Show when={isOwn()}>
        <PinField label={t("staff.oldPin")} value={oldPin()} onInput={setOldPin} />
      </Show>
      <PinField label={t("staff.newPin")} value={pin()} onInput={setPin} />
      <Show when={!isOwn()}>
        <p class="text-sm text-subtext0">{t("staff.setPinText")}</p>
      </Show>
      <button class="button" disabled={!isReady()}>
        {t("staff.setPin")}
      </button>
    </Step>
  )
}

/** It cannot be undone by a tap, for the PIN is given up: so it takes two. */
function Leaving(props: Part) {
  const acts = createStaffActs()
  const [isSure, setSure] = createSignal(false)
  const go = async () => {
    if (!isSure()) setSure(true)
    else if (await acts.deactivate(props.member.staffId)) {
      props.onDone()
      say(t("staff.deactivated", props.member.name))
    }
  }
  return (
    <Step onSubmit={() => void go()}>
      <p class="text-sm text-subtext0">{t("staff.deactivateText")}</p>
      <button class="button button-danger whitespace-normal">
        {t(isSure() ? "staff.deactivateSure" : "staff.deactivate", props.member.name)}
      </button>
    </Step>
  )
}

/** Who has left: let in again, or forgotten. */
function Gone(props: Part) {
  const acts = createStaffActs()
  const [pin, setPin] = createSignal("")
  const [isSure, setSure] = createSignal(false)
  const activate = async () => {
    if (!(await acts.activate(props.member.staffId, pin()))) return
    props.onDone()
    say(t("staff.added", props.member.name))
  }
  const erase = async () => {
    if (!isSure()) setSure(true)
    else if (await acts.erase(props.member.staffId)) {
      props.onDone()
      say(t("staff.erased"))
    }
  }
  return (
    <>
      <Step onSubmit={() => void activate()}>
        <p class="text-sm text-subtext0">{t("staff.activateText")}</p>
        <PinField label={t("staff.newPin")} value={pin()} onInput={setPin} />
        <button class="button button-primary" disabled={!isPin(pin())}>
          {t("staff.activate")}
        </button>
      </Step>
      <Step onSubmit={() => void erase()}>
        <p class="text-sm text-subtext0">{t("staff.eraseText")}</p>
        <button class="button button-danger whitespace-normal">
          {isSure() ? t("staff.eraseSure", props.member.name) : t("staff.erase")}
        </button>
      </Step>
    </>
  )
}

function Step(props: { onSubmit: () => void; children: JSX.Element }) {
  return (
    <form
      class="grid gap-3 border-b border-surface0 pb-6 last:border-b-0 last:pb-0"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      {props.children}
    </form>
  )
}
