import type { Desk } from "../../data/desk.ts"

/** Whether whoever is signed in may say what the shown tournament is, and add others to the list. */
export const mayListShown = (desk: Desk): boolean => {
  const id = desk.selected()
  return id !== null && desk.may.writeVenue(`tournament/${id}`)
}
