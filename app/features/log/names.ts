import { createMemo } from "solid-js"
import * as v from "valibot"
import { places } from "../../../domain/entries.ts"
import { allLayouts } from "../../../domain/screens.ts"
import { formatChips } from "../../../domain/money.ts"
import { DisplayName } from "../../../schemas/documents/venue.ts"
import { type EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { DevicesAnswer } from "../../../schemas/log.ts"
import type { Role } from "../../../schemas/wire.ts"
import type { Desk } from "../../data/desk.ts"
import { useDesk } from "../../data/desk-context.ts"
import { deviceId } from "../../data/device.ts"
import { shortId } from "../../data/staff.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/log.ts"
import { t as staff } from "../../words/staff.ts"
import { formatSpan, levelTitle } from "../clock/clock-face.ts"
import { layoutName } from "../screens/layout-name.ts"
import { ownersOf } from "../money/lines.ts"
import type { ActNames } from "./wording.ts"

/** What a member of staff is called; whoever has been erased is their role at that time. */
export function staffName(staffId: string, role: Role | null, people: Desk["staff"]): string {
  if (people.isMe(staffId)) return t("log.you")
  const isKnown = role === null || people.memberOf(staffId) !== undefined
  return isKnown ? people.nameOf(staffId) : `${t(`log.role.${role}`)} ${people.nameOf(staffId)}`
}

/** What a device is called; the one that this is, when it has no name, is "this device". */
export function deviceName(id: string | null, devices: DevicesAnswer["devices"]): string {
  if (id === null) return t("log.noDevice")
  const known = devices.find((each) => each.deviceId === id)
  if (known) return known.name
  return id === deviceId() ? t("log.thisDevice") : t("log.someDevice", shortId(id))
}

/** Joins the ids of the log with the names that this device has anyway. */
export function createActNames(): ActNames & {
  playerOf: (id: EntryId) => PlayerId | undefined
} {
  const { desk } = useDesk()
  const owners = createMemo(
    () =>
      new Map([
        ...ownersOf(desk.ledger.lines().filter(({ outcome }) => outcome.kind === "accepted")),
        ...desk.floor().entries.map(({ entryId, playerId }) => [entryId, playerId] as const),
      ]),
  )
  const outs = createMemo(
    () => new Map(desk.floor().entries.map(({ entryId, out }) => [entryId, out?.order])),
  )
  const placeOf = createMemo(() => places(desk.floor().entries))
  const levels = () => desk.floor().tournament?.structure.levels ?? []
  const playerName = (id: string): string => {
    const playerId = v.safeParse(PlayerId, id)
    return playerId.success ? desk.players.nameOf(playerId.output) : shortId(id)
  }
  return {
    playerOf: (id) => owners().get(id),
    player: playerName,
    entry: (id) => {
      const owner = owners().get(id)
      return owner === undefined ? shortId(id) : playerName(owner)
    },
    table: (id) =>
      String(
        desk.floor().tables.find(({ tableId }) => tableId === id)?.number ??
          // The id of a table that is gone still says its number.
          /^table-0*(\d+)$/.exec(id)?.[1] ??
          shortId(id),
      ),
    tournament: (id) => desk.tournaments().find((each) => each.id === id)?.name,
    screen: (id) => {
      const name = v.safeParse(DisplayName, desk.hall.values().get(`display/${id}/name`))
      return name.success ? name.output : id
    },
    layout: (id) => {
      const layout = allLayouts(desk.hall.values()).find((each) => each.id === id)
      return layout && layoutName(layout)
    },
    level: (index) => levelTitle(levels(), index, staff),
    left: ({ levelIndex, elapsedMs }) =>
      formatSpan((levels()[levelIndex]?.durationMs ?? elapsedMs) - elapsedMs),
    place: (id, order) => (outs().get(id) === order ? (placeOf().get(id) ?? null) : null),
    chips: (count) => formatChips(count, locale()),
  }
}
