import { Start } from "../features/start/start.tsx"
import { createTitle } from "../ui/title.ts"

/** An address that Felt does not have leads to the ones that it has. */
export default function MissingRoute() {
  createTitle(() => "Felt")
  return <Start />
}
