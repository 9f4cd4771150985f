import { createSignal } from "solid-js"

export const languages = ["en", "da"] as const
export type Language = (typeof languages)[number]

const KEY = "felt.language"
const isLanguage = (value: string | null): value is Language =>
  languages.some((language) => language === value)

/** The language that was chosen on this device, else the browser's first one that Felt speaks. */
function preferred(): Language {
  const kept = localStorage.getItem(KEY)
  if (isLanguage(kept)) return kept
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2))
  return spoken.find((tag) => isLanguage(tag)) ?? "en"
}

const [language, setLanguage] = createSignal<Language>(preferred())
document.documentElement.lang = language()

export { language }

/** What the venue speaks; a device that was told otherwise keeps its own. */
export function adoptLanguage(venues: Language): void {
  if (isLanguage(localStorage.getItem(KEY)) || language() === venues) return
  document.documentElement.lang = venues
  setLanguage(venues)
}

/** Switches the language, on this device and for good. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(KEY, chosen)
  document.documentElement.lang = chosen
  setLanguage(chosen)
}

/** The locale for numbers, money and times of the day. */
export const locale = (): string => (language() === "da" ? "da-DK" : "en-GB")
