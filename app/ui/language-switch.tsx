import { createSignal, For, Show } from "solid-js"
import { chooseLanguage, type Language, language, languages } from "../words/language.ts"

const names = { en: "English", da: "Dansk" }
/** Here and not among the words: it is about words that did not come. */
const noContact = {
  en: "These words are not on this device yet, and the Leaf was not reached. Try again.",
  da: "De ord er ikke på denne enhed endnu, og der var ingen forbindelse til Leaf. Prøv igen.",
}

/** The languages side by side; each named in itself. */
export function LanguageSwitch() {
  const [missing, setMissing] = createSignal<Language | null>(null)
  const choose = async (chosen: Language) => {
    setMissing(null)
    try {
      await chooseLanguage(chosen)
    } catch (error) {
      console.warn(`The words in ${names[chosen]} did not come.`, error)
      setMissing(chosen)
    }
  }
  return (
    <div
      role="group"
      aria-label="Language / Sprog"
      class="relative flex rounded-xl bg-surface0 p-0.5"
    >
      <For each={languages}>
        {(each) => (
          <button
            class="min-h-11 min-w-11 rounded-[0.65rem] px-2 text-sm font-semibold text-subtext1"
            classList={{ "bg-surface2 text-text": language() === each }}
            aria-pressed={language() === each}
            title={names[each]}
            lang={each}
            onClick={() => void choose(each)}
          >
            {each.toUpperCase()}
          </button>
        )}
      </For>
      <Show when={missing()}>
        {(each) => (
          <p
            role="alert"
            class="absolute top-full right-0 z-40 mt-2 w-64 rounded-2xl border border-yellow bg-base p-3 text-sm shadow-2xl"
          >
            <strong>{names[each()]}:</strong> {noContact[language()]}
          </p>
        )}
      </Show>
    </div>
  )
}
