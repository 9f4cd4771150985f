import { createSignal, Show } from "solid-js"
import { LanguageSwitch } from "../../ui/language-switch.tsx"
import { t } from "../../words/phone.ts"
import { askForNotifications, chooseSound, hasSound, notifications } from "./alarm.ts"
import { canStayAwake, createWakeLock } from "./wake-lock.ts"

/** What this phone does: language, screen, sound, notifications. */
export function Settings(props: { onForget: () => void }) {
  const awake = createWakeLock()
  const [permission, setPermission] = createSignal(notifications())
  return (
    <section class="card grid gap-1 p-5" aria-labelledby="settings">
      <div class="flex items-center justify-between gap-3">
        <h2 id="settings" class="text-xl font-semibold">
          {t("settings.title")}
        </h2>
        <LanguageSwitch />
      </div>
      <Switch label={t("settings.sound")} isOn={hasSound()} onChange={chooseSound} />
      <Show when={canStayAwake()}>
        <Switch
          label={t("settings.awake")}
          isOn={awake.isWanted()}
          onChange={(isOn) => awake.choose(isOn)}
        />
      </Show>
      <Show when={permission() === "default" || permission() === "granted"}>
        <Switch
          label={t("settings.notify")}
          isOn={permission() === "granted"}
          onChange={() => void askForNotifications().then(setPermission)}
        />
      </Show>
      <p class="text-sm text-subtext0 empty:hidden">
        {permission() === "denied" ? t("settings.notifyBlocked") : ""}
        {permission() === "none" && !canStayAwake() ? t("settings.plain") : ""}
      </p>
      <button class="button mt-2 min-h-12" onClick={() => props.onForget()}>
        {t("settings.unbind")}
      </button>
    </section>
  )
}

function Switch(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label class="flex min-h-13 cursor-pointer items-center justify-between gap-3">
      <span class="text-pretty">{props.label}</span>
      <input
        type="checkbox"
        role="switch"
        class="size-7 shrink-0 accent-lavender"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    </label>
  )
}
