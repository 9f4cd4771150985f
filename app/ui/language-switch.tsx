import { For } from "solid-js"
import { chooseLanguage, language, languages } from "../words/language.ts"

const names = { en: "English", da: "Dansk" }

/** The languages side by side; each named in itself. */
export function LanguageSwitch() {
  return (
    <div role="group" aria-label="Language / Sprog" class="flex rounded-xl bg-surface0 p-0.5">
      <For each={languages}>
        {(each) => (
          <button
            class="min-h-11 min-w-11 rounded-[0.65rem] px-2 text-sm font-semibold text-subtext1"
            classList={{ "bg-surface2 text-text": language() === each }}
            aria-pressed={language() === each}
            title={names[each]}
            lang={each}
            onClick={() => chooseLanguage(each)}
          >
            {each.toUpperCase()}
          </button>
        )}
      </For>
    </div>
  )
}
