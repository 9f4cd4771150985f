import { createSignal, For } from "solid-js"
import { createStore } from "solid-js/store"
import { Role } from "../../../schemas/wire.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/venue.ts"
import { createStaffActs, isPin } from "./staff-acts.ts"

/** Somebody new: name, role, PIN. Empty again when they are in, for the next one. */
export function AddStaff(props: { onDone?: (name: string) => void }) {
  const acts = createStaffActs()
  const [form, setForm] = createStore<{ name: string; role: Role; pin: string }>({
    name: "",
    role: "cashier",
    pin: "",
  })
  const [isAsking, setAsking] = createSignal(false)
  let nameField: HTMLInputElement | undefined
  holdReloadWhile(() => form.name !== "" || form.pin !== "")
  const isReady = () => form.name.trim() !== "" && isPin(form.pin) && !isAsking()
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!isReady()) return
    setAsking(true)
    const { name } = form
    const isDone = await acts.add({ ...form })
    setAsking(false)
    if (!isDone) return
    setForm({ name: "", pin: "" })
    formSettled()
    nameField?.focus()
    props.onDone?.(name.trim())
  }
  return (
    <form class="grid gap-4" onSubmit={(event) => void add(event)} aria-label={t("staff.addTitle")}>
      <div class="grid gap-4 sm:grid-cols-2">
        <label class="field-label">
          {t("staff.name")}
          <input
            ref={(element) => {
              nameField = element
            }}
            class="field"
            maxlength="40"
            autocomplete="off"
            value={form.name}
            onInput={(event) => setForm("name", event.currentTarget.value)}
          />
        </label>
        <PinField label={t("staff.pin")} value={form.pin} onInput={(pin) => setForm("pin", pin)} />
      </div>
      <RoleChoice chosen={form.role} onChoose={(role) => setForm("role", role)} />
      <button class="button button-primary min-h-14" disabled={!isReady()}>
        {t("staff.go")}
      </button>
    </form>
  )
}

export function PinField(props: { label: string; value: string; onInput: (pin: string) => void }) {
  return (
    <label class="field-label">
      {props.label}
      <input
        class="field font-mono"
        inputmode="numeric"
        autocomplete="off"
        maxlength="10"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value.replaceAll(/\D/g, ""))}
      />
    </label>
  )
}

/** The roles, each with what it may. */
export function RoleChoice(props: { chosen: Role; onChoose: (role: Role) => void }) {
  return (
    <fieldset class="relative">
      <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("staff.role")}</legend>
      <div class="grid gap-2 sm:grid-cols-2">
        <For each={Role.options.toReversed()}>
          {(role) => (
            <label class="choice relative grid min-h-14 content-center px-3 py-1.5">
              <input
                class="sr-only"
                type="radio"
                name="role"
                checked={props.chosen === role}
                onChange={() => props.onChoose(role)}
              />
              <span class="font-semibold">{tp(`role.${role}`)}</span>
              <span class="text-sm text-subtext0">{t(`staff.roleText.${role}`)}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}
