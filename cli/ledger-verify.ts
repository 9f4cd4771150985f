import { verify, type Verification } from "../ledger/verify.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"

/** `felt ledger verify`: checks the raw stream of a data folder, whether a Leaf runs on it or not. */
export async function verifyLedger(data: string): Promise<Verification> {
  const ledger = await openLedgerAtHand(data)
  try {
    let verification = await verify(ledger.log, ledger.witness)
    // A Leaf that is writing has the last line in its log a moment before it has it in its witness.
    for (let again = 0; ledger.isRunning && !verification.witness.agrees && again < 5; again++)
      verification = await verify(ledger.log, ledger.witness)
    return verification
  } finally {
    await ledger.close()
  }
}
