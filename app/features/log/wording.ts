import type { FloorAct, Headline } from "../../../domain/floor-acts.ts"
import type { ScreenAct } from "../../../domain/screen-acts.ts"
import type { Clock } from "../../../schemas/documents/tournament.ts"
import type { EntryId, PlayerId } from "../../../schemas/ids.ts"
import type { t } from "../../words/log.ts"

/** What the ids of an act are called. */
export type ActNames = {
  entry: (id: EntryId) => string
  player: (id: PlayerId | string) => string
  /** The number on the table. */
  table: (id: string) => string
  tournament: (id: string) => string | undefined
  screen: (id: string) => string
  /** `undefined` where it is gone. */
  layout: (id: string) => string | undefined
  level: (index: number) => string
  /** What was left of the level when the clock was touched. */
  left: (clock: Clock) => string
  /** The place of somebody who went out so-and-so-many-th; `null` where that is not so any more. */
  place: (id: EntryId, order: number) => number | null
  chips: (count: number) => string
}
type Words = typeof t

/** What a line of the log says first. */
export function headlineText(headline: Headline, names: ActNames, words: Words): string {
  switch (headline.kind) {
    case "one":
      return actText(headline.act, names, words)
    case "break":
      return words("act.break", headline.number, headline.moves)
    case "drawn":
      return words("act.drawn", headline.players)
    case "entered":
      return words("act.enteredMany", headline.players)
    case "moves":
      return words("act.moves", headline.count)
    case "several":
      return words("act.several", headline.count)
  }
}

/** An act in words. */
export function actText(act: FloorAct, names: ActNames, words: Words): string {
  switch (act.kind) {
    case "entered":
    case "removed":
    case "seated":
    case "moved":
    case "unseated":
    case "back":
      return seatText(act, names, words)
    case "out": {
      const place = names.place(act.entryId, act.order)
      const name = names.entry(act.entryId)
      return place === null ? words("act.out", name) : words("act.outPlace", name, place)
    }
    case "counted":
      return act.chips === null
        ? words("act.uncounted", names.entry(act.entryId))
        : words("act.counted", names.entry(act.entryId), names.chips(act.chips))
    case "clock":
      return words(`act.clock.${act.how}`, names.level(act.clock.levelIndex), names.left(act.clock))
    case "table":
      return words(`act.table.${act.how}`, act.number)
    case "button":
      return act.seat === null
        ? words("act.buttonGone", names.table(act.tableId))
        : words("act.button", names.table(act.tableId), act.seat)
    case "tournament":
      return words(`act.tournament.${act.how}`, act.name)
    case "listed":
      return words(act.isListed ? "act.listed" : "act.unlisted", act.name)
    case "league":
      return words(`act.league.${act.how}`, act.name)
    case "rules":
      return words("act.rules")
    case "counts": {
      const name = names.tournament(act.tournamentId) ?? words("act.unknownTournament")
      return words(act.isCounted ? "act.counts" : "act.countsNot", name)
    }
    case "screen":
    case "screenName":
    case "screenViews":
    case "sound":
    case "layout":
    case "layoutPart":
    case "announcement":
    case "sponsor":
      return screenText(act, names, words)
    case "profile":
      return words("act.profile")
    case "handForHand":
      return words(act.isOn ? "act.handForHand" : "act.handForHandOver")
    case "waiting":
      return words(act.isOn ? "act.waiting" : "act.waitingOver", names.player(act.playerId))
    case "registration":
      return words("act.registration", names.player(act.playerId), fieldText(act.field, words))
    case "field":
      return words("act.field", act.key)
  }
}

function screenText(act: ScreenAct, names: ActNames, words: Words): string {
  switch (act.kind) {
    case "screen": {
      const screen = names.screen(act.displayId)
      if (act.tournamentId === null) return words("act.screenOff", screen)
      const name = names.tournament(act.tournamentId) ?? words("act.unknownTournament")
      return words("act.screen", screen, name)
    }
    case "screenName":
      return words(`act.screenName.${act.how}`, act.name)
    case "screenViews": {
      const [screen, layouts] = [names.screen(act.displayId), act.layouts]
      const [only] = layouts
      if (only === undefined) return words("act.screenByMoment", screen)
      if (layouts.length > 1) return words("act.screenProgramme", screen)
      return words("act.screenLayout", screen, names.layout(only) ?? words("act.someLayout"))
    }
    case "sound":
      return act.displayId === null
        ? words("act.soundOfAll")
        : words("act.sound", names.screen(act.displayId))
    case "layout":
      return words(`act.layout.${act.how}`, act.name)
    case "layoutPart": {
      const name = names.layout(act.layoutId) ?? words("act.someLayout")
      return words(`act.layoutPart.${act.how}`, name)
    }
    case "announcement":
      return words(act.isOver ? "act.announcementOver" : "act.announcement", act.text)
    case "sponsor":
      return words(act.isListed ? "act.sponsor" : "act.sponsorGone")
  }
}

type SeatAct = Extract<
  FloorAct,
  { kind: "entered" | "removed" | "seated" | "moved" | "unseated" | "back" }
>

function seatText(act: SeatAct, names: ActNames, words: Words): string {
  switch (act.kind) {
    case "entered":
      return act.to === null
        ? words("act.entered", names.player(act.playerId))
        : words(
            "act.enteredSeated",
            names.player(act.playerId),
            names.table(act.to.table),
            act.to.seat,
          )
    case "removed":
      return words("act.removed", names.player(act.playerId))
    case "seated":
      return words("act.seated", names.entry(act.entryId), names.table(act.to.table), act.to.seat)
    case "moved":
      return words(
        "act.moved",
        names.entry(act.entryId),
        names.table(act.from.table),
        act.from.seat,
        names.table(act.to.table),
        act.to.seat,
      )
    case "unseated":
      return words(
        "act.unseated",
        names.entry(act.entryId),
        names.table(act.from.table),
        act.from.seat,
      )
    case "back":
      return act.to === null
        ? words("act.back", names.entry(act.entryId))
        : words("act.backSeated", names.entry(act.entryId), names.table(act.to.table), act.to.seat)
  }
}

const fields = ["coming", "lateMinutes", "seatNeed", "nickname"] as const

function fieldText(field: string, words: Words): string {
  const known = fields.find((each) => each === field)
  return known ? words(`field.${known}`) : field
}
