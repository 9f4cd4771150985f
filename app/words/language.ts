import { createSignal } from "solid-js"

export const languages = ["en", "da"] as const
export type Language = (typeof languages)[number]

/** What somebody chose on this device. */
const KEY = "felt.language"
/** What its venue speaks, so that the next start begins with it. */
const VENUE_KEY = "felt.venue-language"
const isLanguage = (value: string | null): value is Language =>
  languages.some((language) => language === value)

/** The language chosen on this device, else the venue's, else the browser's first that Felt speaks. */
function preferred(): Language {
  const kept = [localStorage.getItem(KEY), localStorage.getItem(VENUE_KEY)]
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2))
  return [...kept, ...spoken].find((tag) => isLanguage(tag)) ?? "en"
}

const [language, setLanguage] = createSignal<Language>(preferred())
document.documentElement.lang = language()

export { language }

/** Each brings one dictionary's words in a language. */
const dictionaries = new Set<(wanted: Language) => Promise<unknown>>()

/** Names a dictionary of the page, so that it is there in time when the language changes. */
export function addDictionary(bring: (wanted: Language) => Promise<unknown>): void {
  dictionaries.add(bring)
}

/** Resolves when every word of the parts that were fetched so far is there. */
export async function wordsHere(wanted: Language = language()): Promise<void> {
  await Promise.all([...dictionaries].map((bring) => bring(wanted)))
}

/** Brings the words of the other languages too, so that choosing one needs no Leaf. */
export async function bringOtherLanguages(): Promise<void> {
  await Promise.all(languages.map((each) => wordsHere(each)))
}

let asked: Language = language()

/** Changes nothing until the words are there: half a page in another language helps nobody. */
async function speak(wanted: Language): Promise<void> {
  asked = wanted
  // A part that comes meanwhile comes in the language of before.
  for (let known = 0; known < dictionaries.size;) {
    known = dictionaries.size
    await wordsHere(wanted)
  }
  // Of two hurried taps the second one counts.
  if (asked !== wanted) return
  document.documentElement.lang = wanted
  setLanguage(wanted)
}

/** What the venue speaks; a device that was told otherwise keeps its own. */
export async function adoptLanguage(venues: Language): Promise<void> {
  localStorage.setItem(VENUE_KEY, venues)
  if (!isLanguage(localStorage.getItem(KEY))) await speak(venues)
}

/** Switches the language, on this device and for good. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  localStorage.setItem(KEY, chosen)
  await speak(chosen)
}

/** The locale for numbers, money and times of the day. */
export const locale = (): string => (language() === "da" ? "da-DK" : "en-GB")
