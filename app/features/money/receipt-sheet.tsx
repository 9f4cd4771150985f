import { Show } from "solid-js"
import { receiptOf } from "../../../domain/receipt.ts"
import type { Receipt } from "../../../schemas/receipt.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { t } from "../../words/staff.ts"
import { showPrint } from "../print/printing.ts"
import { ReceiptPaper } from "../receipt/receipt-paper.tsx"
import { PrintAndShare } from "../receipt/share.tsx"
import type { MoneyLine } from "./lines.ts"

/** The receipt for a line, to print or to hand on; also without contact, for a line that is known. */
export function ReceiptSheet(props: {
  line: MoneyLine | null
  onTakeBack: (line: MoneyLine) => void
  onClose: () => void
}) {
  const { desk } = useDesk()
  const address = (receipt: Receipt) =>
    leafAddress(desk.venue.addresses, location, `/receipt/${receipt.code}`)
  const receipt = () => {
    const line = desk.ledger.lines().find(({ sequence }) => sequence === props.line?.sequence)
    return line ? receiptOf(desk.ledger.state(), line) : null
  }
  const nameOf = (line: MoneyLine | null) =>
    line?.playerId ? desk.players.nameOf(line.playerId) : undefined
  return (
    <Show when={receipt()}>
      {(made) => (
        <Sheet
          isOpen
          onClose={props.onClose}
          title={t("receipt.of", made().sequence)}
          closeLabel={t("app.close")}
        >
          <div class="grid gap-3">
            <ReceiptPaper
              receipt={made()}
              address={address(made())}
              tournament={desk.tournaments().find(({ id }) => id === made().tournamentId)?.name}
              player={nameOf(props.line)}
            />
            <PrintAndShare
              address={address(made())}
              onPrint={() =>
                showPrint({
                  kind: "receipt",
                  sequence: made().sequence,
                  playerId: props.line?.playerId ?? null,
                })
              }
            />
            <Show when={props.line?.canBeVoided && props.line}>
              {(line) => (
                <button
                  class="button button-danger min-h-14"
                  onClick={() => props.onTakeBack(line())}
                >
                  {t("money.void")}
                </button>
              )}
            </Show>
          </div>
        </Sheet>
      )}
    </Show>
  )
}
