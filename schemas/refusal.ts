import * as v from "valibot"

/**
 * Why the ledger says no, in order of precedence: where several hold, the first is given.
 * A closed list, so that every screen has words for every reason.
 */
export const Refusal = v.picklist([
  "tournament_exists",
  "unknown_tournament",
  "till_exists",
  "unknown_till",
  "till_is_closed",
  "unknown_conflict",
  "conflict_is_closed",
  "cannot_be_accepted",
  "cannot_be_replaced",
  "unknown_entry",
  "entry_exists",
  "player_has_entry",
  "player_has_no_entry",
  "re_entries_not_offered",
  "rebuys_not_offered",
  "add_ons_not_offered",
  "registration_is_closed",
  "registration_is_open",
  "more_places_than_entries",
  "payouts_not_set",
  "payouts_started",
  "deal_is_agreed",
  "entry_is_void",
  "entry_was_paid",
  "add_on_taken",
  "bounty_was_paid",
  "limit_reached",
  "place_not_paid",
  "place_already_paid",
  "not_in_the_deal",
  "nothing_to_void",
  "already_void",
  "entry_has_more",
  "deal_was_paid",
  "more_than_guaranteed",
  "more_than_the_bounties",
  "amount_differs",
])
export type Refusal = v.InferOutput<typeof Refusal>

/**
 * What changed behind the back of the device that asked: an entry it had not seen took away the
 * premises of its intent. No balance moves until a person has decided.
 */
export const Conflict = v.picklist([
  "tournament_opened_meanwhile",
  "till_opened_meanwhile",
  "till_closed_meanwhile",
  "resolved_meanwhile",
  "registration_changed_meanwhile",
  "player_entered_meanwhile",
  "recorded_on_two_devices",
  "payouts_started_meanwhile",
  "deal_agreed_meanwhile",
  "voided_meanwhile",
  "paid_meanwhile",
  "payouts_changed_meanwhile",
  "bought_meanwhile",
])
export type Conflict = v.InferOutput<typeof Conflict>
