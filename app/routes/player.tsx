import { Phone } from "../features/phone/phone.tsx"
import { withWords } from "../ui/later.tsx"
import { createTitle } from "../ui/title.ts"

export default withWords(function PlayerRoute() {
  createTitle(() => "Felt")
  return <Phone />
})
