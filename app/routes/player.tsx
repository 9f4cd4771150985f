import { Phone } from "../features/phone/phone.tsx"
import { createTitle } from "../ui/title.ts"

export default function PlayerRoute() {
  createTitle(() => "Felt")
  return <Phone />
}
