import { createSignal, Show } from "solid-js"
import { DevicesAnswer } from "../../../schemas/log.ts"
import { ask } from "../../data/api.ts"
import { useDesk } from "../../data/desk-context.ts"
import { deviceId } from "../../data/device.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t } from "../../words/log.ts"
import { t as staff } from "../../words/staff.ts"

/** What this device is called, and the way to say so. */
export function DeviceNameButton(props: {
  devices: DevicesAnswer["devices"]
  onNamed: (devices: DevicesAnswer["devices"]) => void
}) {
  const { desk } = useDesk()
  const [isOpen, setOpen] = createSignal(false)
  const [name, setName] = createSignal("")
  const known = () => props.devices.find((each) => each.deviceId === deviceId())?.name
  const save = async (event: Event) => {
    event.preventDefault()
    try {
      const asked = { method: "POST" as const, body: { name: name() }, token: desk.session.token }
      const answer = await ask("/api/devices", DevicesAnswer, asked)
      props.onNamed(answer.devices)
      setOpen(false)
      say(t("device.saved", name().trim()))
    } catch (error) {
      sayProblem(t("device.failed", error instanceof Error ? error.message : String(error)))
    }
  }
  return (
    <>
      <button
        class="button button-quiet min-w-0"
        onClick={() => {
          setName(known() ?? "")
          setOpen(true)
        }}
      >
        <Icon name="screen" class="size-5 shrink-0" />
        <span class="truncate">
          {known() === undefined ? t("device.name") : t("device.rename", known() ?? "")}
        </span>
      </button>
      <Show when={isOpen()}>
        <Sheet
          isOpen
          onClose={() => setOpen(false)}
          title={t("device.title")}
          closeLabel={staff("app.close")}
        >
          <form class="grid gap-3" onSubmit={(event) => void save(event)}>
            <p class="text-subtext1">{t("device.text")}</p>
            <label class="grid gap-1">
              <span class="eyebrow">{t("device.field")}</span>
              <input
                class="field"
                maxlength="40"
                autocomplete="off"
                value={name()}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            </label>
            <button class="button button-primary min-h-14" disabled={name().trim() === ""}>
              {t("device.save")}
            </button>
          </form>
        </Sheet>
      </Show>
    </>
  )
}
