import * as v from "valibot"
import { keysOfDisplay, keysOfLayout } from "../../domain/screens.ts"
import type {
  Layout,
  LayoutHead,
  PlacedWidget,
  ScreenViews,
  Sound,
  Widget,
} from "../../schemas/documents/layouts.ts"
import {
  type DisplayId,
  LayoutId,
  type PictureId,
  type TournamentId,
  WidgetId,
} from "../../schemas/ids.ts"
import type { Desk } from "./desk.ts"
import { newId } from "./device.ts"
import { leafNow } from "./leaf-time.ts"
import { type Undo, writeUndoable } from "./undoable.ts"

/** The screens of the venue: their names, what each shows when, and how it looks. */
export function screenActs(desk: Desk) {
  const write = (writes: Parameters<typeof writeUndoable>[1]): Undo =>
    writeUndoable(desk.hall.registers, writes)
  return {
    /** @param tournamentId `null` shows none yet */
    addScreen: (id: DisplayId, name: string, tournamentId: TournamentId | null): Undo =>
      write([
        [`display/${id}/name`, name],
        [`display/${id}`, tournamentId && { tournamentId }],
      ]),
    renameScreen: (id: DisplayId, name: string): Undo => write([[`display/${id}/name`, name]]),
    pointScreen: (id: DisplayId, tournamentId: TournamentId | null): Undo =>
      write([[`display/${id}`, tournamentId && { tournamentId }]]),
    /** The screen's token ends with it: it shows a code from then on, for somebody to add it again. */
    removeScreen: (id: DisplayId): Undo =>
      write(keysOfDisplay(desk.hall.registers.all(), id).map((key) => [key, null])),
    /** @param views `null` leaves it to the moment */
    setViews: (id: DisplayId, views: ScreenViews | null): Undo =>
      write([[`display/${id}/views`, views]]),
    /** @param sound `null` is as the venue has it */
    setSound: (id: DisplayId, sound: Sound | null): Undo => write([[`display/${id}/sound`, sound]]),
    setVenueSound: (sound: Sound): Undo => write([["sound", sound]]),
    announce: (text: string): Undo => write([[`announcement/${newId()}`, { text, at: leafNow() }]]),
    endAnnouncement: (id: string): Undo => write([[`announcement/${id}`, null]]),
    /** The Leaf has it already; from now on the screens show it. */
    addSponsor: (id: PictureId): Undo => write([[`sponsor/${id}`, { at: leafNow() }]]),
    removeSponsor: (id: PictureId): Undo => write([[`sponsor/${id}`, null]]),
    /** A layout of the venue's own that begins as this one. */
    copyLayout(layout: Layout, name: string): { id: LayoutId; undo: Undo } {
      const id = v.parse(LayoutId, newId())
      const undo = write([
        [`layout/${id}`, { name, theme: layout.theme }],
        ...layout.widgets.map(
          ({ id: _same, ...widget }) => [`layout/${id}/${newId()}`, widget] as const,
        ),
      ])
      return { id, undo }
    },
    setLayoutHead: (id: LayoutId, head: LayoutHead): Undo => write([[`layout/${id}`, head]]),
    removeLayout: (id: LayoutId): Undo =>
      write(keysOfLayout(desk.hall.registers.all(), id).map((key) => [key, null])),
    addWidget(layout: LayoutId, widget: Widget): { id: WidgetId; undo: Undo } {
      const id = v.parse(WidgetId, newId())
      return { id, undo: write([[`layout/${layout}/${id}`, widget]]) }
    },
    placeWidget: (layout: LayoutId, { id, ...widget }: PlacedWidget): Undo =>
      write([[`layout/${layout}/${id}`, widget]]),
    removeWidget: (layout: LayoutId, id: WidgetId): Undo =>
      write([[`layout/${layout}/${id}`, null]]),
  }
}
