import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/print.ts"
import { type PrintJob, showPrint } from "./printing.ts"

/** The way to paper from where it is needed; on a phone only the printer is drawn. */
export function PrintButton(props: { job: PrintJob }) {
  return (
    <button
      class="button max-sm:px-0"
      aria-label={`${t("print.open")}: ${t(`print.${props.job.kind}`)}`}
      onClick={() => showPrint(props.job)}
    >
      <Icon name="print" />
      <span class="max-sm:hidden" aria-hidden="true">
        {t(`print.${props.job.kind}`)}
      </span>
    </button>
  )
}
