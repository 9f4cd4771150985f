import { accountOf, heldCents, owedCents, type TournamentAccount } from "../domain/account.ts"
import { GENESIS_HASH, newLedger } from "../domain/ledger.ts"
import type { TournamentId } from "../schemas/ids.ts"
import { BrokenChain } from "./chain.ts"
import { type Disk, localDisk } from "./disk.ts"
import type { EventLog } from "./event-log.ts"
import { fold, readEntries } from "./recover.ts"
import { readWitnessHead } from "./witness.ts"

/** What `felt ledger verify` prints. */
export type Verification = {
  entries: number
  lastSequence: number
  headHash: string
  chain: { ok: true } | { ok: false; firstBadSequence: number; why: string }
  /** The ledger's second copy: a log that has lost its tail is still a chain, but not the witness's. */
  witness: { lastSequence: number; headHash: string; agrees: boolean }
  tournaments: TournamentVerification[]
  ok: boolean
}

export type TournamentVerification = {
  tournamentId: TournamentId
  currency: string
  counts: TournamentAccount["counts"]
  poolCents: number
  paidCents: number
  remainingCents: number
  feeCents: number
  drawerCents: number
  /** Money that moved after the rules had no place for it, and nobody has settled yet. */
  unallocatedCents: number
  /** Conflicts that nobody has closed. */
  openConflicts: number
  /** What is held, drawer and all, is exactly what is owed and earned. */
  drawerAgrees: boolean
  /** The prizes of all paid places sum to the pool; `null` until the payouts are set. */
  prizesSumToPool: boolean | null
  /** Every prize has been paid, and nothing is left of the pool. */
  paidInFull: boolean
}

/**
 * Reads the raw log from its first line and checks the hash chain, that every entry's postings sum
 * to zero, that each tournament's books agree, and that the witness tells the same.
 */
export async function verify(
  log: EventLog,
  witnessPath: string,
  disk: Disk = localDisk,
): Promise<Verification> {
  const state = newLedger()
  let chain: Verification["chain"] = { ok: true }
  try {
    for await (const entry of readEntries(log, { sequence: 0, hash: GENESIS_HASH }))
      fold(state, entry)
  } catch (error) {
    if (!(error instanceof BrokenChain)) throw error
    chain = { ok: false, firstBadSequence: error.sequence, why: error.message }
  }
  const head = await readWitnessHead(witnessPath, disk)
  const witness = {
    lastSequence: head.sequence,
    headHash: head.hash,
    agrees: head.sequence === state.lastSequence && head.hash === state.headHash,
  }
  const tournaments = [...state.tournaments.keys()].flatMap((tournamentId) => {
    const account = accountOf(state, tournamentId)
    return account ? [verifyTournament(tournamentId, account)] : []
  })
  return {
    entries: state.answers.size,
    lastSequence: state.lastSequence,
    headHash: state.headHash,
    chain,
    witness,
    tournaments,
    ok:
      chain.ok &&
      witness.agrees &&
      tournaments.every((each) => each.drawerAgrees && each.prizesSumToPool !== false),
  }
}

function verifyTournament(
  tournamentId: TournamentId,
  account: TournamentAccount,
): TournamentVerification {
  const { poolCents, paidCents, remainingCents, feeCents, drawerCents, counts } = account
  const prizes = account.prizesCents.reduce((sum, prize) => sum + prize, 0)
  return {
    tournamentId,
    currency: account.terms.currency,
    counts,
    poolCents,
    paidCents,
    remainingCents,
    feeCents,
    drawerCents,
    unallocatedCents: account.unallocatedCents,
    openConflicts: account.conflicts.length,
    drawerAgrees: heldCents(account) === owedCents(account),
    prizesSumToPool: account.payouts ? prizes === poolCents : null,
    paidInFull: account.payouts !== null && remainingCents === 0 && paidCents === poolCents,
  }
}
