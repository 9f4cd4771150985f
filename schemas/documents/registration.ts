import * as v from "valibot"

/**
 * The room `registration/<tournamentId>/<playerId>`: a player's own wishes, one register each. The
 * player's phone writes this room and nothing else; staff write it too.
 */
export const RegistrationFields = {
  /** Whether the player means to come. */
  coming: v.boolean(),
  /** Minutes after the start at which a late player expects to arrive. */
  lateMinutes: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(600)),
  /** Needed at the table (TDA-2024 R9). */
  seatNeed: v.picklist(["none", "end_of_table", "wheelchair"]),
  /** The name that screens may show. The player's own choice. */
  nickname: v.pipe(v.string(), v.trim(), v.maxLength(24)),
}
export type RegistrationField = keyof typeof RegistrationFields
