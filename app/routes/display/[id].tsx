import { useParams } from "@solidjs/router"
import { Display } from "../../features/display/display.tsx"
import { withWords } from "../../ui/later.tsx"
import { createTitle } from "../../ui/title.ts"

export default withWords(function DisplayRoute() {
  const params = useParams<{ id: string }>()
  createTitle(() => `${params.id} · Felt`)
  return <Display id={params.id} />
})
