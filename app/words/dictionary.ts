import { type BaseRecordDict, type Translator, translator } from "@solid-primitives/i18n"
import { createResource } from "solid-js"
import { addDictionary, type Language, language } from "./language.ts"

/** Every word is empty while they are on their way: a page that waits is made, and not shown. */
const NO_WORDS: Record<string, string> = new Proxy({}, { get: () => "" })

/**
 * The words of one part of the app. Only those of the language in use are fetched, beside the part
 * itself; until they are there its page waits, as for anything else that it is made of.
 *
 * @param bring fetches the words in each language
 * @returns what gives the text of a word; reactive
 */
export function dictionary<Words extends BaseRecordDict>(
  bring: Record<Language, () => Promise<Words>>,
): Translator<Words> {
  const kept: Partial<Record<Language, Words>> = {}
  const bringIn = async (wanted: Language): Promise<Words> =>
    (kept[wanted] ??= await bring[wanted]())
  addDictionary(bringIn)
  const [first] = createResource(() => bringIn(language()))
  // What is not there yet is waited for; that costs something at every word, so only then.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return translator(() => kept[language()] ?? first() ?? (NO_WORDS as Words))
}
