import { locale } from "../../words/language.ts"

/** A day and a time of day, as the language writes them. */
export const momentText = (at: number): string =>
  new Date(at).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" })

export const dayText = (at: number): string =>
  new Date(at).toLocaleDateString(locale(), { dateStyle: "long" })

/** Core counts a venue's documents to a thousand: beyond that nobody needs to know. */
export const documentsText = (count: number): string =>
  count < 1_000 ? countText(count) : `${countText(count)}+`

export const countText = (count: number): string => new Intl.NumberFormat(locale()).format(count)
