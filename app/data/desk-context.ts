import { createContext, useContext } from "solid-js"
import type { Acts } from "./acts.ts"
import type { Desk } from "./desk.ts"

/** The desk and what can be done at it, for every section of the operator's page. */
export const DeskContext = createContext<{ desk: Desk; acts: Acts }>()

export function useDesk(): { desk: Desk; acts: Acts } {
  const context = useContext(DeskContext)
  if (!context) throw new Error("A section of the operator's page was used outside of its desk.")
  return context
}
