import * as v from "valibot"
import { PlayerId } from "./ids.ts"
import { Millis } from "./units.ts"

export const PlayerName = v.pipe(
  v.string("expected a name"),
  v.trim(),
  v.minLength(1, "a player needs a name"),
  v.maxLength(80, "a name has at most 80 characters"),
)

/**
 * Personal data. Lives in the Leaf's `PLAYERS` bucket under a key of its own and nowhere else:
 * documents, ledger, logs and metrics know the `playerId` alone.
 */
export const Player = v.strictObject({ playerId: PlayerId, name: PlayerName })
export type Player = v.InferOutput<typeof Player>

/**
 * The text that players agree to is numbered: a change of its meaning is a new number, and whoever
 * agreed to another is asked again before anything is written. In words: app/words/profile.ts.
 */
export const CONSENT_VERSION = 1

/** What contact details are for. Each allows its own fields and no others. */
export const Purpose = v.picklist(["reach", "age"])
export type Purpose = v.InferOutput<typeof Purpose>

const Purposes = v.pipe(
  v.array(Purpose),
  v.minLength(1, "a consent is for something"),
  v.check((all) => new Set(all).size === all.length, "a purpose is named once"),
)

/** Who agreed to which text, when (the Leaf's time) and for what. */
export const Consent = v.strictObject({
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: Millis,
  purposes: Purposes,
})

const Email = v.pipe(
  v.string("expected an e-mail address"),
  v.trim(),
  v.maxLength(120, "an e-mail address has at most 120 characters"),
  v.check((text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text), "expected an e-mail address"),
)
const Phone = v.pipe(
  v.string("expected a phone number"),
  v.trim(),
  v.check((text) => /^\+?[\d ()-]{5,24}$/.test(text), "expected a phone number: 5 to 24 digits"),
)
const BirthDate = v.pipe(
  v.string("expected a date of birth"),
  v.check(isDay, "expected a date of birth such as 1990-12-31"),
)

/** How a player is reached, and the age. At least one of them. */
export const Contact = v.pipe(
  v.strictObject({
    email: v.optional(Email),
    phone: v.optional(Phone),
    birthDate: v.optional(BirthDate),
  }),
  v.check((contact) => Object.keys(contact).length > 0, "expected one contact detail at least"),
)
export type Contact = v.InferOutput<typeof Contact>

/** What each purpose allows to be kept. */
export const PURPOSE_FIELDS: Record<Purpose, readonly (keyof Contact)[]> = {
  reach: ["email", "phone"],
  age: ["birthDate"],
}

function isCovered({ contact, consent }: { contact: Contact; consent: { purposes: Purpose[] } }) {
  const allowed = new Set(consent.purposes.flatMap((purpose) => PURPOSE_FIELDS[purpose]))
  return (["email", "phone", "birthDate"] as const).every(
    (field) => contact[field] === undefined || allowed.has(field),
  )
}
const COVERED = "every contact detail needs a purpose that was agreed to"

/**
 * A player's contact details with the consent that allows them: one value, so that neither can be
 * written or kept without the other. Taking the consent back is deleting it.
 */
export const PlayerDetails = v.pipe(
  v.strictObject({ consent: Consent, contact: Contact }),
  v.check((each) => isCovered(each), COVERED),
)
export type PlayerDetails = v.InferOutput<typeof PlayerDetails>

/** `POST /api/players/<id>/details`: the Leaf adds when it was. Only the text of today counts. */
export const DetailsBody = v.pipe(
  v.strictObject({
    consent: v.strictObject({
      version: v.literal(CONSENT_VERSION, "this text of the consent is not today's: ask again"),
      purposes: Purposes,
    }),
    contact: Contact,
  }),
  v.check((each) => isCovered(each), COVERED),
)
export type DetailsBody = v.InferOutput<typeof DetailsBody>

/** `GET /api/players/<id>/details` */
export const DetailsAnswer = v.strictObject({ details: v.nullable(PlayerDetails) })

/** A day of the calendar, written YYYY-MM-DD. */
function isDay(text: string): boolean {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  const lastDay = m === 2 ? (isLeap(y) ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31
  return y >= 1_900 && m >= 1 && m <= 12 && d >= 1 && d <= lastDay
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
