import { test } from "uvu"
import * as assert from "uvu/assert"
import { mayAsk } from "../../domain/ledger-rights.ts"
import type { IntentKind } from "../../schemas/intent.ts"
import { Role } from "../../schemas/wire.ts"
import { intent } from "../support/intents.ts"

const shares = ["e1", "e2"].map((entryId) => ({ entryId, amountCents: 1, agreed: true }))
/** Who may ask for what: everybody of the staff, or a director and who is above. */
const KINDS: Record<IntentKind, "staff" | "director"> = {
  "open-tournament": "director",
  "close-registration": "staff",
  "reopen-registration": "director",
  "set-payouts": "staff",
  "buy-in": "staff",
  "re-entry": "staff",
  rebuy: "staff",
  "add-on": "staff",
  "top-up": "director",
  bounty: "staff",
  payout: "staff",
  "agree-deal": "director",
  void: "staff",
  refund: "staff",
  correct: "director",
  resolve: "director",
  "open-till": "staff",
  "count-till": "staff",
  "close-till": "staff",
}

for (const [kind, who] of Object.entries(KINDS) as [IntentKind, "staff" | "director"][])
  test(`${kind} is for ${who}`, () => {
    const asked = intent(kind, kind === "agree-deal" ? { shares } : {})
    for (const role of Role.options) {
      const isDirector = role === "administrator" || role === "director"
      assert.is(mayAsk(role, asked), who === "staff" || isDirector, role)
    }
  })

for (const kind of ["buy-in", "re-entry", "rebuy", "add-on"] as const)
  test(`${kind} beyond a limit is for a director`, () => {
    const asked = intent(kind, { override: "directors_decision" })
    assert.equal(
      Role.options.filter((role) => mayAsk(role, asked)),
      ["administrator", "director"],
    )
  })

test.run()
