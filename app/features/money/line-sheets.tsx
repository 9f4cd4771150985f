import { createMemo, createSignal, type JSX } from "solid-js"
import type { Sequence } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { moneyLines } from "./lines.ts"
import { ReceiptSheet } from "./receipt-sheet.tsx"
import { VoidSheet } from "./void-sheet.tsx"

/** The line that a person has chosen, and what for. */
type Chosen = { line: Sequence; what: "receipt" | "takeBack" }

/** The panels about one line of the ledger: its receipt, and the ways to take it back. */
export function createLineSheets(): {
  receipt: (line: Sequence) => void
  takeBack: (line: Sequence) => void
  Sheets: () => JSX.Element
} {
  const { desk } = useDesk()
  const [chosen, setChosen] = createSignal<Chosen | null>(null)
  const lines = createMemo(() => {
    const tournament = desk.selected()
    return chosen() && tournament ? moneyLines(desk.ledger.lines(), tournament) : []
  })
  const lineFor = (what: Chosen["what"]) =>
    chosen()?.what === what
      ? (lines().find(({ sequence }) => sequence === chosen()?.line) ?? null)
      : null
  const takeBack = (line: Sequence) => setChosen({ line, what: "takeBack" })
  return {
    receipt: (line) => setChosen({ line, what: "receipt" }),
    takeBack,
    Sheets: () => (
      <>
        <ReceiptSheet
          line={lineFor("receipt")}
          onTakeBack={({ sequence }) => takeBack(sequence)}
          onClose={() => setChosen(null)}
        />
        <VoidSheet
          line={lineFor("takeBack")}
          lines={lines()}
          onChoose={({ sequence }) => takeBack(sequence)}
          onClose={() => setChosen(null)}
        />
      </>
    ),
  }
}
