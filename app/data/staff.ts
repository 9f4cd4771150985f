import { createSignal } from "solid-js"
import * as v from "valibot"
import { StaffAnswer, type StaffMember } from "../../schemas/staff.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { ask } from "./api.ts"
import { peopleDatabase } from "./people-database.ts"

const ASK_AGAIN_AFTER_MS = 5_000

const [known, setKnown] = createSignal<ReadonlyMap<string, StaffMember>>(new Map())
let lastAskedAt = 0

/** Everybody who works or worked here, as the Leaf last told it, by name. */
const staff = (): StaffMember[] => [...known().values()]

export const memberOf = (staffId: string): StaffMember | undefined => known().get(staffId)

/** What an id is called that this device knows no name for. */
export const shortId = (id: string): string => `…${id.slice(-4)}`

/** Brings back what this device has kept, so that people have names before the Leaf is asked. */
export async function recallStaff(): Promise<void> {
  const kept = await (await peopleDatabase()).get("staff", "all")
  const parsed = v.safeParse(StaffAnswer, kept)
  if (parsed.success && known().size === 0) learn(parsed.output.staff)
}

/** Asks the Leaf who works here; who was erased there is gone here with it. */
async function refreshStaff(token: string): Promise<void> {
  lastAskedAt = Date.now()
  try {
    const answer = await ask("/api/staff", StaffAnswer, { token })
    learn(answer.staff)
    await (await peopleDatabase()).put("staff", answer, "all")
  } catch (error) {
    console.info(
      "The names of the staff could not be fetched; they will be asked for again.",
      error,
    )
  }
}

/** The names behind staff ids, for whoever is signed in. */
export function staffFor({ token, staffId: own }: StaffSession) {
  void refreshStaff(token)
  return {
    all: staff,
    memberOf,
    refresh: () => refreshStaff(token),
    isMe: (staffId: string): boolean => staffId === own,
    /** A name; the end of the id while it is unknown, which is then asked for, but not at every look. */
    nameOf(staffId: string): string {
      const member = memberOf(staffId)
      if (!member && Date.now() - lastAskedAt > ASK_AGAIN_AFTER_MS) void refreshStaff(token)
      return member?.name ?? shortId(staffId)
    },
  }
}

const learn = (members: readonly StaffMember[]) =>
  setKnown(new Map(members.map((member) => [member.staffId, member])))
