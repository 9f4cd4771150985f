import * as v from "valibot"
import { Announcement, LayoutHead, ScreenViews } from "../schemas/documents/layouts.ts"
import { DisplayName, DisplaySetting } from "../schemas/documents/venue.ts"
import type { TournamentId } from "../schemas/ids.ts"
import type { LogChange } from "../schemas/log.ts"

type Made = "made" | "changed" | "removed"

/** What somebody did to the screens of the venue. */
export type ScreenAct =
  | { kind: "screen"; displayId: string; tournamentId: TournamentId | null }
  | { kind: "screenName"; how: Made; displayId: string; name: string }
  /** Of no layout where it is left to the moment. */
  | { kind: "screenViews"; displayId: string; layouts: readonly string[] }
  /** `null` is all of them. */
  | { kind: "sound"; displayId: string | null }
  | { kind: "layout"; how: Made; layoutId: string; name: string }
  | { kind: "layoutPart"; how: Made; layoutId: string }
  | { kind: "announcement"; isOver: boolean; text: string }
  | { kind: "sponsor"; isListed: boolean }

/** Reads a change of the venue's document that is about screens; `null` where it is about something else. */
export function screenAct({ key, before, after }: LogChange): ScreenAct | null {
  const [kind = "", id = "", more] = key.split("/")
  const how = isNothing(after) ? "removed" : isNothing(before) ? "made" : "changed"
  switch (kind) {
    case "display":
      return displayAct(id, more, how, { key, before, after })
    case "sound":
      return { kind: "sound", displayId: null }
    case "layout": {
      if (more !== undefined) return { kind: "layoutPart", how, layoutId: id }
      const head = read(LayoutHead, after) ?? read(LayoutHead, before)
      return head && { kind: "layout", how, layoutId: id, name: head.name }
    }
    case "announcement": {
      const said = read(Announcement, after) ?? read(Announcement, before)
      return said && { kind: "announcement", isOver: isNothing(after), text: said.text }
    }
    case "sponsor":
      return { kind: "sponsor", isListed: !isNothing(after) }
    default:
      return null
  }
}

function displayAct(
  displayId: string,
  field: string | undefined,
  how: Made,
  { before, after }: LogChange,
): ScreenAct | null {
  switch (field) {
    case undefined: {
      const setting = read(DisplaySetting, after)
      if (!setting && !isNothing(after)) return null
      return { kind: "screen", displayId, tournamentId: setting?.tournamentId ?? null }
    }
    case "name": {
      const name = read(DisplayName, after) ?? read(DisplayName, before)
      return name === null ? null : { kind: "screenName", how, displayId, name }
    }
    case "views": {
      const views = read(ScreenViews, after)
      if (!views && !isNothing(after)) return null
      const layouts = [...new Set<string>(views?.views.map(({ layout }) => layout))]
      return { kind: "screenViews", displayId, layouts }
    }
    case "sound":
      return { kind: "sound", displayId }
    default:
      return null
  }
}

const isNothing = (value: unknown): boolean => value === null || value === undefined

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | null {
  const parsed = v.safeParse(schema, value)
  return parsed.success ? parsed.output : null
}
