import { accountOf, type TournamentAccount } from "../domain/account.ts"
import { apply, GENESIS_HASH, newLedger } from "../domain/ledger.ts"
import type { TournamentId } from "../schemas/ids.ts"
import { BrokenChain } from "./chain.ts"
import type { EventLog } from "./event-log.ts"
import { readEntries } from "./recover.ts"

/** What `felt ledger verify` prints. */
export type Verification = {
  entries: number
  lastSequence: number
  headHash: string
  chain: { ok: true } | { ok: false; firstBadSequence: number; why: string }
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
  /** The drawer holds exactly what is owed to the pool and the fees. */
  drawerAgrees: boolean
  /** The prizes of all paid places sum to the pool; `null` until the payouts are set. */
  prizesSumToPool: boolean | null
  /** Every prize has been paid, and nothing is left of the pool. */
  paidInFull: boolean
}

/**
 * Reads the raw log from its first line and checks everything that can be checked from it alone:
 * the hash chain, that every entry's postings sum to zero, and that each tournament's books agree.
 */
export async function verify(log: EventLog): Promise<Verification> {
  const state = newLedger()
  let chain: Verification["chain"] = { ok: true }
  try {
    for await (const entry of readEntries(log, { sequence: 0, hash: GENESIS_HASH }))
      try {
        apply(state, entry)
      } catch (cause) {
        throw new BrokenChain(entry.sequence, "it does not add up", { cause })
      }
  } catch (error) {
    if (!(error instanceof BrokenChain)) throw error
    chain = { ok: false, firstBadSequence: error.sequence, why: error.message }
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
    tournaments,
    ok:
      chain.ok && tournaments.every((each) => each.drawerAgrees && each.prizesSumToPool !== false),
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
    drawerAgrees: drawerCents === remainingCents + feeCents,
    prizesSumToPool: account.payouts ? prizes === poolCents : null,
    paidInFull: account.payouts !== null && remainingCents === 0 && paidCents === poolCents,
  }
}
