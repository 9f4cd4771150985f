import * as v from "valibot"
import { accountsReport, type AccountsReport } from "../domain/accounts-report.ts"
import { newLedger } from "../domain/ledger.ts"
import { fold } from "../ledger/recover.ts"
import type { Entry } from "../schemas/entry.ts"
import { TournamentId } from "../schemas/ids.ts"
import { InputError } from "./input-error.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"
import { wholeLedger } from "./ledger-lines.ts"

/**
 * `felt ledger accounts`: one tournament's accounts, from the raw stream of a data folder, whether a
 * Leaf runs on it or not. The chain is checked on the way.
 * @throws InputError where there is no Leaf's data, no such tournament or zone; BrokenChain or
 *   LedgerInDoubt where the stream cannot be trusted, since accounts of a part of it would be wrong
 */
export async function ledgerAccounts(
  data: string,
  { tournament, timeZone }: { tournament: string; timeZone: string },
): Promise<AccountsReport> {
  const id = v.safeParse(TournamentId, tournament)
  if (!id.success) throw new InputError(`At --tournament: ${id.issues[0].message}.`)
  demandZone(timeZone)
  const { log, witness, close } = await openLedgerAtHand(data)
  try {
    const state = newLedger()
    const entries: Entry[] = []
    for await (const entry of wholeLedger(log, witness)) {
      fold(state, entry)
      if (entry.intent.tournamentId === id.output) entries.push(entry)
    }
    const report = accountsReport({ state, entries, tournament: id.output, timeZone })
    if (report) return report
    throw new InputError(`The ledger has no tournament ${tournament}.`)
  } finally {
    await close()
  }
}

function demandZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone })
  } catch {
    throw new InputError(`At --time-zone: ${timeZone} is no zone such as Europe/Copenhagen.`)
  }
}
