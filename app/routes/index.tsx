import { Start } from "../features/start/start.tsx"
import { withWords } from "../ui/later.tsx"
import { createTitle } from "../ui/title.ts"

export default withWords(function StartRoute() {
  createTitle(() => "Felt")
  return <Start />
})
