import * as v from "valibot"
import { RegistrationFields } from "../schemas/documents/registration.ts"
import type { Intent } from "../schemas/intent.ts"
import type { OwnRegistration } from "../schemas/phone.ts"

const orNotGiven = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.fallback(v.optional(schema), undefined)

const Form = v.object({
  coming: orNotGiven(RegistrationFields.coming),
  lateMinutes: orNotGiven(RegistrationFields.lateMinutes),
  seatNeed: orNotGiven(RegistrationFields.seatNeed),
  nickname: orNotGiven(RegistrationFields.nickname),
  wish: orNotGiven(RegistrationFields.wish),
  answer: orNotGiven(RegistrationFields.answer),
})

/** What a player has said in one tournament; what was not said is `undefined`. */
export type Registration = v.InferOutput<typeof Form>

/** Reads a registration room; a value that nobody understands counts as not given. */
export const readRegistration = (values: ReadonlyMap<string, unknown>): Registration =>
  v.parse(Form, Object.fromEntries(values))

/** The wish that nobody has answered yet. */
export const openWish = ({ wish, answer }: Registration) =>
  wish && answer?.wish !== wish.id ? wish : undefined

/** What was said, without what was not. */
export const ownRegistration = (said: Registration = {}): OwnRegistration => ({
  ...(said.coming !== undefined && { coming: said.coming }),
  ...(said.lateMinutes !== undefined && { lateMinutes: said.lateMinutes }),
  ...(said.seatNeed !== undefined && { seatNeed: said.seatNeed }),
  ...(said.nickname !== undefined && { nickname: said.nickname }),
  ...(said.wish !== undefined && { wish: said.wish }),
})

/** Whether an intent fulfils a wish. */
export const isFor = (intent: Intent, wish: string): boolean =>
  (intent.kind === "rebuy" || intent.kind === "add-on") && intent.wish === wish
