import { createMemo } from "solid-js"
import * as v from "valibot"
import { parseRoom } from "../../../schemas/documents/rooms.ts"
import { type EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { RefusalReason } from "../../../schemas/wire.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { shortId } from "../../data/staff.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/rooms.ts"
import { ownersOf } from "../money/lines.ts"
import { bearerOf, fieldOf, formatMoment } from "./rooms.ts"

/** What the ids and moments of the Leaf's answer are called. */
export type Names = ReturnType<typeof createNames>

/** Joins the ids of the Leaf's answer with the names that this device has anyway. */
export function createNames() {
  const known = createKnown()
  return {
    room: (name: string): string => roomName(known, name),
    /** The same where its kind stands beside it. */
    title: (name: string): string => roomTitle(known, name),
    bearer: (text: string): string => bearerName(known, text),
    field: (room: string, key: string | null): string => fieldName(known, room, key),
    reason: reasonText,
    moment: (at: number): string => formatMoment(at, leafNow(), locale()),
  }
}

type Known = ReturnType<typeof createKnown>

function createKnown() {
  const { desk } = useDesk()
  const owners = createMemo(
    () =>
      new Map([
        ...ownersOf(desk.ledger.lines().filter(({ outcome }) => outcome.kind === "accepted")),
        ...desk.floor().entries.map(({ entryId, playerId }) => [entryId, playerId] as const),
      ]),
  )
  const player = (id: string): string => desk.players.nameOf(v.parse(PlayerId, id))
  return {
    player,
    tournament: (id: string): string =>
      desk.tournaments().find((each) => each.id === id)?.name ?? shortId(id),
    table: (id: string): string =>
      String(desk.floor().tables.find(({ tableId }) => tableId === id)?.number ?? shortId(id)),
    entry: (id: EntryId): string => {
      const owner = owners().get(id)
      return owner === undefined ? shortId(id) : player(owner)
    },
    staff: (staffId: string): string | null => desk.staff.memberOf(staffId)?.name ?? null,
    isMe: desk.staff.isMe,
  }
}

function roomName(known: Known, name: string): string {
  const room = parseRoom(name)
  switch (room?.kind) {
    case "venue":
      return t("rooms.venue")
    case "tournament":
      return known.tournament(room.tournamentId)
    case "registration":
      return t("rooms.registration", known.player(room.playerId))
    case undefined:
      return name
  }
}

function roomTitle(known: Known, name: string): string {
  const room = parseRoom(name)
  return room?.kind === "registration" ? known.player(room.playerId) : roomName(known, name)
}

function bearerName(known: Known, text: string): string {
  const bearer = bearerOf(text)
  switch (bearer.kind) {
    case "staff":
      return known.isMe(bearer.staffId)
        ? t("rooms.you")
        : (known.staff(bearer.staffId) ??
            `${t(`rooms.role.${bearer.role}`)} ${shortId(bearer.staffId)}`)
    case "player":
      return known.player(bearer.playerId)
    case "unknown":
      return bearer.text
  }
}

function fieldName(known: Known, room: string, key: string | null): string {
  const field = fieldOf(parseRoom(room), key)
  switch (field.kind) {
    case "table":
    case "button":
      return t(`field.${field.kind}`, known.table(field.tableId))
    case "player":
    case "seat":
    case "out":
    case "chips":
    case "bag":
      return `${t(`field.${field.kind}`)} · ${known.entry(field.entryId)}`
    case "listed":
      return t("field.listed", known.tournament(field.tournamentId))
    case "screen":
      return t("field.screen", field.displayId)
    case "unknown":
      return field.key ?? t("field.unknown")
    case "tournament":
    case "clock":
    case "profile":
    case "coming":
    case "lateMinutes":
    case "seatNeed":
    case "nickname":
    case "wish":
    case "answer":
      return t(`field.${field.kind}`)
  }
}

function reasonText({ reason, bearer }: { reason: RefusalReason; bearer: string }): string {
  if (reason !== "not_allowed") return t(`rooms.reason.${reason}`)
  const who = bearerOf(bearer)
  const role = who.kind === "staff" ? t(`rooms.role.${who.role}`) : t("rooms.player")
  return t("rooms.reason.not_allowed", role)
}
