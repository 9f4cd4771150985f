import type { IconName } from "../../ui/icon.tsx"

/** Under the thumb of a phone; the others are one tap further there. */
export const nearSections = ["tonight", "players", "floor", "clock", "money"] as const

/** The sections of the operator's page, in the order of a night. */
export const sections = [...nearSections, "payouts", "screens", "library", "log", "venue"] as const
/** With an address of their own, but no place in the list: they are reached from another section. */
const behind = ["sync"] as const
export type Section = (typeof sections | typeof behind)[number] & IconName

/** The section that an address names; the first where it names none. */
export const sectionOf = (path: string | undefined): Section =>
  [...sections, ...behind].find((section) => section === path?.split("/")[0]) ?? "tonight"
