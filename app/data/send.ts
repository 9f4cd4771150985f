import type { Intent } from "../../schemas/intent.ts"
import { WIRE_VERSION } from "../../schemas/version.ts"
import { type IntentAnswer, IntentsAnswer } from "../../schemas/wire.ts"
import { ask } from "./api.ts"
import { Refused } from "./errors.ts"
import { endSession, tokenOf } from "./session.ts"

/**
 * Hands one person's intents to the Leaf with their own session, also when somebody else works at the
 * device by now: what is recorded is recorded in the name of who asked.
 * @throws Refused or Unreachable
 */
export async function sendAsAuthor(batch: readonly Intent[]): Promise<IntentAnswer[]> {
  const staffId = batch[0]?.staffId
  const token = staffId === undefined ? null : tokenOf(staffId)
  if (staffId === undefined || token === null)
    throw new Error("Whoever asked this has no session here.")
  const body = { version: WIRE_VERSION, intents: batch }
  try {
    const asked = { method: "POST" as const, body, token }
    return (await ask("/api/ledger/intents", IntentsAnswer, asked)).intents
  } catch (error) {
    // It waits for its author to sign in again, and does not hold up the others'.
    if (error instanceof Refused && error.status === 401) endSession({ staffId, token })
    throw error
  }
}
