import { Start } from "../features/start/start.tsx"
import { withWords } from "../ui/later.tsx"
import { createTitle } from "../ui/title.ts"

/** An address that Felt does not have leads to the ones that it has. */
export default withWords(function MissingRoute() {
  createTitle(() => "Felt")
  return <Start />
})
