import * as v from "valibot"
import {
  Announcement,
  type Layout,
  LayoutHead,
  type PlacedWidget,
  ScreenViews,
  Sound,
  Sponsor,
  Widget,
  type WidgetKind,
} from "../schemas/documents/layouts.ts"
import { ListedTournament, VenueProfile } from "../schemas/documents/venue.ts"
import type { ScreenSettings } from "../schemas/display.ts"
import { DisplayId, LayoutId, PictureId, WidgetId } from "../schemas/ids.ts"
import { type Millis, millis } from "../schemas/units.ts"
import { MOST_PICTURES } from "../schemas/picture.ts"
import { byText } from "./order.ts"
import { readyLayouts, readyViews } from "./ready-layouts.ts"

type Values = ReadonlyMap<string, unknown>

/** At first as loud as a talk: whoever wants it louder turns it up. */
export const FIRST_SOUND: Sound = { isOn: true, volume: 50 }
const MOST_COMING = 6
const MOST_ANNOUNCEMENTS = 6

/** Every display that the staff have added: whatever is said of one makes it theirs. */
export function listedDisplays(values: Values): Set<DisplayId> {
  const ids = [...values.keys()].flatMap((key) => {
    const [kind, name] = key.split("/")
    const id = v.safeParse(DisplayId, name)
    return kind === "display" && id.success ? [id.output] : []
  })
  return new Set(ids)
}

/** The registers that speak of one display. */
export const keysOfDisplay = (values: Values, id: DisplayId): string[] =>
  [...values.keys()].filter((key) => key === `display/${id}` || key.startsWith(`display/${id}/`))

/** The registers that a layout of the venue's is made of. */
export const keysOfLayout = (values: Values, id: LayoutId): string[] =>
  [...values.keys()].filter((key) => key === `layout/${id}` || key.startsWith(`layout/${id}/`))

/** The venue's own layouts by name, then those that Felt brings. */
export function allLayouts(values: Values): Layout[] {
  return [...venueLayouts(values), ...readyLayouts]
}

/** The venue's own layouts, by name. A part whose layout somebody has removed is passed over. */
export function venueLayouts(values: Values): Layout[] {
  const widgets = new Map<string, PlacedWidget[]>()
  for (const [key, value] of values) {
    const [kind, layout, id, ...more] = key.split("/")
    if (kind !== "layout" || layout === undefined || id === undefined || more.length > 0) continue
    const widgetId = v.safeParse(WidgetId, id)
    const widget = v.safeParse(Widget, value)
    if (!widgetId.success || !widget.success) continue
    const known = widgets.get(layout) ?? []
    widgets.set(layout, [...known, { id: widgetId.output, ...widget.output }])
  }
  return [...values]
    .flatMap(([key, value]) => {
      const [kind, name, ...more] = key.split("/")
      const id = v.safeParse(LayoutId, name)
      const head = v.safeParse(LayoutHead, value)
      if (kind !== "layout" || more.length > 0 || !id.success || !head.success) return []
      return [{ id: id.output, ...head.output, widgets: widgets.get(id.output) ?? [] }]
    })
    .toSorted((a, b) => byText(a.name, b.name) || byText(a.id, b.id))
}

/** Which layouts a display shows when; as Felt has it where nobody has said so. */
export function viewsOf(values: Values, id: DisplayId): ScreenViews {
  const views = v.safeParse(ScreenViews, values.get(`display/${id}/views`))
  return views.success ? views.output : readyViews
}

/** How loud a display is: its own setting, else the venue's. */
export function soundOf(values: Values, id: DisplayId): Sound {
  const own = v.safeParse(Sound, values.get(`display/${id}/sound`))
  return own.success ? own.output : venueSound(values)
}

/** How loud the venue's screens are that have no setting of their own. */
export function venueSound(values: Values): Sound {
  const sound = v.safeParse(Sound, values.get("sound"))
  return sound.success ? sound.output : FIRST_SOUND
}

/** What the staff say to the room, the newest first. */
export const announcements = (values: Values): (Announcement & { id: string })[] =>
  [...values]
    .flatMap(([key, value]) => {
      const said = v.safeParse(Announcement, value)
      return key.startsWith("announcement/") && said.success
        ? [{ id: key.slice("announcement/".length), ...said.output }]
        : []
    })
    .toSorted((a, b) => b.at - a.at || byText(a.id, b.id))

/** The sponsors' pictures, in the order in which they came. */
export const sponsorPictures = (values: Values): PictureId[] =>
  [...values]
    .flatMap(([key, value]) => {
      const [kind, name] = key.split("/")
      const id = v.safeParse(PictureId, name)
      const listed = v.safeParse(Sponsor, value)
      return kind === "sponsor" && id.success && listed.success
        ? [{ id: id.output, at: listed.output.at }]
        : []
    })
    .toSorted((a, b) => a.at - b.at || byText(a.id, b.id))
    .map(({ id }) => id)

/** How one display is set up, from the registers of the venue's document. */
export function screenSettings(values: Values, id: DisplayId, now: Millis): ScreenSettings {
  const profile = v.safeParse(VenueProfile, values.get("profile"))
  const views = viewsOf(values, id)
  const named = new Set<string>(views.views.map(({ layout }) => layout))
  return {
    venue: profile.success ? profile.output.name : null,
    language: profile.success ? profile.output.language : "en",
    views,
    layouts: allLayouts(values).filter((layout) => named.has(layout.id)),
    sound: soundOf(values, id),
    announcements: announcements(values)
      .slice(0, MOST_ANNOUNCEMENTS)
      .map(({ text }) => text),
    coming: comingTournaments(values, now),
    pictures: sponsorPictures(values).slice(0, MOST_PICTURES),
  }
}

/** What begins next, the first one first. */
function comingTournaments(values: Values, now: Millis): ScreenSettings["coming"] {
  return [...values]
    .flatMap(([key, value]) => {
      const listed = v.safeParse(ListedTournament, value)
      if (!/^tournament\/[^/]+$/.test(key) || !listed.success) return []
      const { name, startsAt, endedAt } = listed.output
      return startsAt !== undefined && startsAt > now && endedAt === undefined
        ? [{ name, startsAt: millis(startsAt) }]
        : []
    })
    .toSorted((a, b) => a.startsAt - b.startsAt || byText(a.name, b.name))
    .slice(0, MOST_COMING)
}

/** The kinds of widgets that a screen has on any of its layouts: nothing else need be sent. */
export const kindsShown = ({ layouts }: Pick<ScreenSettings, "layouts">): Set<WidgetKind> =>
  new Set(layouts.flatMap(({ widgets }) => widgets.map(({ kind }) => kind)))
