import * as v from "valibot"
import { Member } from "../../../schemas/owner.ts"
import { t } from "../../words/owner.ts"
import { createAsked } from "./asked.ts"
import { useOwner } from "./desk.ts"

export const MembersAnswer = v.object({ members: v.array(Member) })

/**
 * Says who "a member's id", "venue <id>" or "retention" is, as the trails have them.
 * @param options.forOthers for paper, on which nobody is "you"
 */
export function createWho({ forOthers = false } = {}): (id: string) => string {
  const desk = useOwner()
  const { answer } = createAsked(() => "/api/members", MembersAnswer)
  return (id) => {
    if (id === "retention") return t("who.retention")
    const [, venueId] = /^venue (.+)$/.exec(id) ?? []
    if (venueId !== undefined) {
      const venue = desk.venues()?.venues.find((each) => each.venueId === venueId)
      return t("who.box", venue?.name ?? venueId)
    }
    const { memberId, name } = desk.session()
    if (memberId === id) return forOthers ? name : t("who.you", name)
    const members = answer()?.members
    if (!members) return "…"
    return members.find((each) => each.memberId === id)?.name ?? t("who.left")
  }
}
