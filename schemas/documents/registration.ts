import * as v from "valibot"
import { WishId } from "../ids.ts"
import { Millis } from "../units.ts"

/** What a player may ask the floor for. */
export const WishKind = v.picklist(["rebuy", "add-on"])
export type WishKind = v.InferOutput<typeof WishKind>

/**
 * A rebuy or an add-on that a player wants. It moves no money: a member of staff takes the money and
 * asks the ledger, as for anybody who says it aloud.
 */
export const Wish = v.strictObject({
  id: WishId,
  kind: WishKind,
  /** The Leaf's time, as the phone knows it. */
  at: Millis,
})
export type Wish = v.InferOutput<typeof Wish>

/** The floor does not sell what was wished for. What it sells is told by the ledger alone. */
export const WishAnswer = v.strictObject({ wish: WishId, verdict: v.literal("no") })
export type WishAnswer = v.InferOutput<typeof WishAnswer>

/** What would turn or break the line that a name stands in. */
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/

/**
 * The room `registration/<tournamentId>/<playerId>`: a player's own wishes, one register each. The
 * player's phone writes this room and nothing else; staff write it too, and they alone the answer.
 */
export const RegistrationFields = {
  /** Whether the player means to come. */
  coming: v.boolean(),
  /** Minutes after the start at which a late player expects to arrive. */
  lateMinutes: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(600)),
  /** Needed at the table (TDA-2024 R9). */
  seatNeed: v.picklist(["none", "end_of_table", "wheelchair"]),
  /** The name that screens and phones may show. The player's own choice. */
  nickname: v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(24, "a nickname has at most 24 characters"),
    v.check((text) => !UNSEEN.test(text), "a nickname has only characters that can be seen"),
  ),
  /** The latest wish; taken back by removing it. */
  wish: Wish,
  answer: WishAnswer,
}
export type RegistrationField = keyof typeof RegistrationFields

/** All of them by name. */
export const registrationFields = [
  "coming",
  "lateMinutes",
  "seatNeed",
  "nickname",
  "wish",
  "answer",
] as const satisfies readonly RegistrationField[]
