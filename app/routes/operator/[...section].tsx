import { useParams } from "@solidjs/router"
import { Operator } from "../../features/venue/operator.tsx"
import { sectionOf } from "../../features/venue/sections.ts"
import { withWords } from "../../ui/later.tsx"
import { createTitle } from "../../ui/title.ts"
import { t } from "../../words/staff.ts"

export default withWords(function OperatorRoute() {
  const params = useParams<{ section?: string }>()
  const section = () => sectionOf(params.section)
  createTitle(() => `${t(`section.${section()}`)} · Felt`)
  return <Operator section={section()} />
})
