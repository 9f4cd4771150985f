import type { Intent } from "../../schemas/intent.ts"
import type { IntentAnswer } from "../../schemas/wire.ts"

/** Sends one intent once, to a Leaf that may be cut off meanwhile; `null` where nothing was promised. */
export async function recordOnce(
  url: string,
  token: string,
  intent: Intent,
): Promise<IntentAnswer | null> {
  try {
    const response = await fetch(`${url}/api/ledger/intents`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ intents: [intent] }),
    })
    if (!response.ok) return null
    return ((await response.json()) as { intents: IntentAnswer[] }).intents[0] ?? null
  } catch {
    // No answer came, so nothing was promised.
    return null
  }
}
