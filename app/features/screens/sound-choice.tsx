import type { Sound } from "../../../schemas/documents/layouts.ts"
import { t } from "../../words/layouts.ts"

const STEP = 10

/** Whether screens are heard, and how loudly. */
export function SoundChoice(props: {
  label: string
  sound: Sound
  isDisabled: boolean
  onChoose: (sound: Sound) => void
}) {
  return (
    <div class="grid grid-cols-[auto_minmax(0,1fr)_3rem] items-center gap-3">
      <button
        type="button"
        class="button min-w-24"
        aria-pressed={props.sound.isOn}
        aria-label={`${props.label}: ${t(props.sound.isOn ? "sound.on" : "sound.off")}`}
        disabled={props.isDisabled}
        onClick={() => props.onChoose({ ...props.sound, isOn: !props.sound.isOn })}
      >
        {t(props.sound.isOn ? "sound.on" : "sound.off")}
      </button>
      <input
        type="range"
        class="h-11 w-full accent-lavender"
        min="0"
        max="100"
        step={STEP}
        aria-label={`${props.label}: ${t("sound.volume")}`}
        disabled={props.isDisabled || !props.sound.isOn}
        value={props.sound.volume}
        onChange={(event) =>
          props.onChoose({ ...props.sound, volume: Number(event.currentTarget.value) })
        }
      />
      <span class="text-right text-subtext1">{props.sound.volume} %</span>
    </div>
  )
}
