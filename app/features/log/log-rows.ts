import { createMemo } from "solid-js"
import type { ActionLog } from "../../data/action-log.ts"
import { useDesk } from "../../data/desk-context.ts"
import { deviceId } from "../../data/device.ts"
import { t } from "../../words/log.ts"
import { ownersOf } from "../money/lines.ts"
import { createMoney } from "../money/money-format.ts"
import { moneyRows, waitingMoneyRows } from "./money-rows.ts"
import { createActNames } from "./names.ts"
import { describe, floorRows, merged, type Row } from "./rows.ts"

/** Everything that was done in the selected tournament, floor and money, the newest first. */
export function createLogRows(log: ActionLog): () => Row[] {
  const { desk } = useDesk()
  const money = createMoney()
  const names = createActNames()
  const naming = { names, words: t, playerOf: names.playerOf }
  const floor = createMemo(() => floorRows(log.lines(), naming))
  const ledger = createMemo(() => {
    const tournament = desk.selected()
    if (tournament === null) return []
    return moneyRows(desk.ledger.lines(), tournament, { ...names, money })
  })
  /** What was done here and is not on the Leaf yet. */
  const waiting = createMemo(() => {
    const items = desk.outbox.items().filter(({ intent }) => intent.tournamentId !== undefined)
    const owners = ownersOf([...desk.ledger.lines(), ...items])
    const edits = [desk.room(), desk.hall].flatMap((room) =>
      room === null
        ? []
        : room.unsafeEdits().map(({ at, changes }, index): Row => ({
            id: `waiting-${room.name}-${index}-${at}`,
            at,
            ...describe(room.name, changes, naming),
            staffId: desk.session.staffId,
            role: desk.session.role,
            deviceId: deviceId(),
            isWaiting: true,
            isLate: false,
            isOverruled: false,
            takenBackAt: null,
            isSuperseded: true,
            source: null,
          })),
    )
    return [...edits.toReversed(), ...waitingMoneyRows(items, owners, { ...names, money })]
  })
  return createMemo(() => {
    // What of the floor is older was not read yet, and must not seem not to be.
    const oldest = log.isEnd() || log.lines().length === 0 ? 0 : (log.lines().at(-1)?.at ?? 0)
    return merged(
      waiting(),
      floor(),
      ledger().filter(({ at }) => at >= oldest),
    )
  })
}
