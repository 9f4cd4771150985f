import { A } from "@solidjs/router"
import { Empty } from "../../ui/empty.tsx"
import { t } from "../../words/staff.ts"

/** Shown where a section needs a tournament and there is none. */
export function NoTournament() {
  return (
    <Empty icon="tonight" title={t("tonight.none")} text={t("tonight.noneText")}>
      <A href="/operator/tonight" class="button button-primary">
        {t("tonight.goCreate")}
      </A>
    </Empty>
  )
}
