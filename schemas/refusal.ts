import * as v from "valibot"

/**
 * Why the ledger says no, in order of precedence: where several hold, the first is given.
 * A closed list, so that every screen has words for every reason.
 */
export const Refusal = v.picklist([
  "tournament_exists",
  "unknown_tournament",
  "unknown_entry",
  "entry_exists",
  "player_has_entry",
  "player_has_no_entry",
  "rebuys_not_offered",
  "add_ons_not_offered",
  "more_places_than_entries",
  "payouts_not_set",
  "payouts_started",
  "entry_is_void",
  "entry_was_paid",
  "add_on_taken",
  "place_not_paid",
  "place_already_paid",
  "nothing_to_void",
  "already_void",
  "entry_has_more",
  "amount_differs",
])
export type Refusal = v.InferOutput<typeof Refusal>

/**
 * What changed behind the back of the device that asked: an entry it had not seen took away the
 * premises of its intent. No balance moves until a person has decided.
 */
export const Conflict = v.picklist([
  "tournament_opened_meanwhile",
  "player_entered_meanwhile",
  "recorded_on_two_devices",
  "payouts_started_meanwhile",
  "voided_meanwhile",
  "paid_meanwhile",
  "payouts_changed_meanwhile",
  "bought_meanwhile",
])
export type Conflict = v.InferOutput<typeof Conflict>
