import { useParams } from "@solidjs/router"
import { CheckedReceipt } from "../../features/receipt/checked-receipt.tsx"
import { withWords } from "../../ui/later.tsx"
import { createTitle } from "../../ui/title.ts"

export default withWords(function ReceiptRoute() {
  const params = useParams()
  createTitle(() => "Felt")
  return <CheckedReceipt code={params["code"] ?? ""} />
})
