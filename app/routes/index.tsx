import { Start } from "../features/start/start.tsx"
import { createTitle } from "../ui/title.ts"

export default function StartRoute() {
  createTitle(() => "Felt")
  return <Start />
}
