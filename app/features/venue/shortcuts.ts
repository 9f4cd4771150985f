import type { Section } from "./sections.ts"
import { sections } from "./sections.ts"

/** What a key does, wherever the operator is. */
export type Shortcut =
  | { kind: "section"; section: Section }
  | { kind: "search" }
  | { kind: "undo" }
  | { kind: "tournaments" }
  | { kind: "help" }

/** What of a keyboard event counts. */
export type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">

/**
 * The shortcut of a key; `null` where it has none.
 * @param isTyping whether the key goes into a field, where letters are letters and undo is the field's
 */
export function shortcutOf(pressed: Pressed, isTyping: boolean): Shortcut | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = pressed
  if (isTyping || altKey) return null
  if (ctrlKey || metaKey) return key.toLowerCase() === "z" && !shiftKey ? { kind: "undo" } : null
  if (key === "/") return { kind: "search" }
  if (key === "?") return { kind: "help" }
  if (key === "t") return { kind: "tournaments" }
  const section = /^[1-9]$/.test(key) ? sections[Number(key) - 1] : undefined
  return section ? { kind: "section", section } : null
}

/** Whether what has the focus takes letters. */
export const takesLetters = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["button", "checkbox", "radio"].includes(target.type)))
