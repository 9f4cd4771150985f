import type { Reconciliation } from "../../../domain/account.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import { isRefused, type Queued } from "../../data/outbox-queue.ts"

/** What is wrong with the books, after what is still on its way from this device. */
export type Findings = { isGood: boolean; unpaid: EntryId[]; missing: EntryId[] }

/**
 * An entry whose buy-in waits on this device is not unpaid, and one whose void waits is not
 * missing: both are told by the outbox, and settle by themselves.
 */
export function findings(line: Reconciliation, pending: readonly Queued[]): Findings {
  const open = pending.filter((item) => !isRefused(item)).map(({ intent }) => intent)
  const paying = new Set(
    open.flatMap((intent) =>
      intent.kind === "buy-in" || intent.kind === "re-entry" ? [intent.entryId] : [],
    ),
  )
  const isVoiding = open.some(({ kind }) => kind === "void")
  const unpaid = line.unpaidEntries.filter((entryId) => !paying.has(entryId))
  const missing = isVoiding ? [] : line.missingEntries
  const agree = line.checks.every(({ leftCents, rightCents }) => leftCents === rightCents)
  return { isGood: agree && unpaid.length + missing.length === 0, unpaid, missing }
}
