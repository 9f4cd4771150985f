import type { IconName } from "../../ui/icon.tsx"

/** The sections of the operator's page, in the order of a night. */
export const sections = [
  "tonight",
  "players",
  "floor",
  "clock",
  "money",
  "payouts",
  "sync",
] as const
export type Section = (typeof sections)[number] & IconName

/** The section that an address names; the first where it names none. */
export const sectionOf = (path: string | undefined): Section =>
  sections.find((section) => section === path?.split("/")[0]) ?? "tonight"
