import type { Method } from "../../../schemas/account.ts"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { IntentKind } from "../../../schemas/intent.ts"
import { readAmount } from "./amount.ts"
import type { MoneyLine } from "./lines.ts"

/** Which lines a cashier looks for; `null` and an empty text stand for all. */
export type LineFilter = {
  /** A part of a name, a line's number (also with #), or an amount. */
  text: string
  kind: IntentKind | null
  staffId: string | null
  method: Method | null
}

export const ALL_LINES: LineFilter = { text: "", kind: null, staffId: null, method: null }

export const isFiltering = ({ text, kind, staffId, method }: LineFilter): boolean =>
  text.trim() !== "" || kind !== null || staffId !== null || method !== null

/**
 * The lines that a filter lets through.
 * @param nameOf the name of a player, as the page shows it
 */
export function filterLines(
  lines: readonly MoneyLine[],
  filter: LineFilter,
  nameOf: (playerId: PlayerId) => string,
): MoneyLine[] {
  const isMeant = matcher(filter.text.trim(), nameOf)
  return lines.filter(
    (line) =>
      (filter.kind === null || line.kind === filter.kind) &&
      (filter.staffId === null || line.staffId === filter.staffId) &&
      (filter.method === null || methodOf(line) === filter.method) &&
      isMeant(line),
  )
}

/** How a line's money changed hands; `null` where none did. */
export const methodOf = ({ method, hasReceipt }: MoneyLine): Method | null =>
  method ?? (hasReceipt ? "cash" : null)

/** What came in and went out by these lines, in minor units. */
export function flowOf(lines: readonly MoneyLine[]): { inCents: number; outCents: number } {
  const amounts = lines.flatMap(({ hasReceipt, amountCents }) =>
    hasReceipt ? (amountCents ?? 0) : [],
  )
  return {
    inCents: amounts.reduce((sum, amount) => sum + Math.max(0, amount), 0),
    outCents: amounts.reduce((sum, amount) => sum + Math.max(0, 0 - amount), 0),
  }
}

function matcher(
  text: string,
  nameOf: (playerId: PlayerId) => string,
): (line: MoneyLine) => boolean {
  if (text === "") return () => true
  const number = /^#?(\d+)$/.exec(text)?.[1]
  const amount = text.startsWith("#") ? null : readAmount(text)
  const wanted = plain(text)
  const names = new Map<PlayerId, boolean>()
  const hasName = (playerId: PlayerId) => {
    const known = names.get(playerId)
    if (known !== undefined) return known
    const has = plain(nameOf(playerId)).includes(wanted)
    names.set(playerId, has)
    return has
  }
  return ({ sequence, amountCents, playerId }) =>
    sequence === Number(number) ||
    (amount !== null && amountCents !== null && Math.abs(amountCents) === amount) ||
    (playerId !== null && hasName(playerId))
}

/** Without case and accents, as people type names in a hurry. */
const plain = (text: string): string =>
  text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase()
