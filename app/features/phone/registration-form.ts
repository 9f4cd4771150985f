import * as v from "valibot"
import { RegistrationFields } from "../../../schemas/documents/registration.ts"

const orNotGiven = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.fallback(v.optional(schema), undefined)

const Form = v.object({
  coming: orNotGiven(RegistrationFields.coming),
  lateMinutes: orNotGiven(RegistrationFields.lateMinutes),
  seatNeed: orNotGiven(RegistrationFields.seatNeed),
  nickname: orNotGiven(RegistrationFields.nickname),
})

/** Reads a registration room; a value that nobody understands counts as not given. */
export const readRegistration = (values: ReadonlyMap<string, unknown>) =>
  v.parse(Form, Object.fromEntries(values))

/** How late a player may say to be, in minutes. */
export const lateSteps = [0, 15, 30, 60, 90] as const
