import type { FinalTable } from "../../domain/final-table.ts"
import {
  dealNextHand,
  drawFinalTable,
  moveEntry,
  sayButton,
  seatElsewhere,
  separate,
  suggest,
} from "../../domain/floor-moves.ts"
import type { TournamentState } from "../../domain/tournament.ts"
import type { MoveReason, Seat } from "../../schemas/documents/tournament.ts"
import type { EntryId, TableId } from "../../schemas/ids.ts"
import type { Desk } from "./desk.ts"
import { floorActs, tablesElsewhere } from "./floor-acts.ts"
import { leafNow } from "./leaf-time.ts"

/** Who sits where, and where the button is; apart from the other acts, for the rules are many. */
export function seatActs(desk: Desk) {
  const { floor: now } = desk
  const { write } = floorActs(desk)
  /** The seed of what is drawn for a purpose: the same on every device, and never used twice. */
  const seedFor = (purpose: string) => `${now().tournament?.seed}/${purpose}`
  return {
    move: (entryId: EntryId, to: Seat, why: MoveReason = "floor") =>
      write(moveEntry(now(), entryId, to, { why, at: leafNow() })),
    /** Where an entry would go that may sit anywhere else. */
    seatFor: (entryId: EntryId) => seatElsewhere(now(), entryId, seedFor(`move/${entryId}`)),
    separate: (entryId: EntryId) =>
      write(
        separate(
          now(),
          entryId,
          seedFor(`clash/${entryId}`),
          tablesElsewhere(desk, desk.shown()),
          leafNow(),
        ),
      ),
    sayButton: (tableId: TableId, seat: number) =>
      write(sayButton(now(), tableId, { seat, at: leafNow() })),
    dealNextHand: (tableId: TableId) => write(dealNextHand(now(), tableId, leafNow())),
    /** What should be done about the tables; nothing is moved until somebody does it. */
    suggestion: (state: TournamentState) => suggest(state, seedFor("tables")),
    seatFinalTable: (plan: FinalTable) => write(drawFinalTable(now(), plan, leafNow())),
  }
}
