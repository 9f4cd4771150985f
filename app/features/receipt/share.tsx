import { Show } from "solid-js"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/receipt.ts"

/**
 * Prints what is the receipt on the page, or hands its address on.
 * @param props.onPrint where there is a better way to print than the page as it is
 */
export function PrintAndShare(props: { address: string; onPrint?: () => void }) {
  const share = () => {
    // Whoever closes the system's own sheet has decided; there is nothing to say about it.
    void navigator.share({ url: props.address, title: t("receipt.title") }).catch(() => {})
  }
  return (
    <div class="grid grid-cols-2 gap-2 print:hidden">
      <button class="button min-h-14" onClick={() => (props.onPrint ? props.onPrint() : print())}>
        <Icon name="print" /> {t("receipt.print")}
      </button>
      <Show
        when={"share" in navigator}
        fallback={
          <a class="button min-h-14" href={props.address} target="_blank" rel="noopener">
            <Icon name="share" /> {t("receipt.open")}
          </a>
        }
      >
        <button class="button min-h-14" onClick={share}>
          <Icon name="share" /> {t("receipt.share")}
        </button>
      </Show>
    </div>
  )
}
