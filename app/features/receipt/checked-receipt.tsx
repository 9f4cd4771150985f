import { createResource, type JSX, Match, Switch } from "solid-js"
import { Receipt } from "../../../schemas/receipt.ts"
import { ask } from "../../data/api.ts"
import { Refused } from "../../data/errors.ts"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { t } from "../../words/receipt.ts"
import { ReceiptPaper } from "./receipt-paper.tsx"
import { PrintAndShare } from "./share.tsx"

/** Whoever scans a receipt sees what the ledger says of it now. */
export function CheckedReceipt(props: { code: string }) {
  const [receipt, { refetch }] = createResource(
    () => props.code,
    (code) => ask(`/api/receipts/${encodeURIComponent(code)}`, Receipt),
  )
  const isUnknown = () => receipt.error instanceof Refused && receipt.error.status === 404
  return (
    <main class="mx-auto grid min-h-dvh w-full max-w-md grid-cols-[minmax(0,1fr)] content-start gap-4 p-4 pb-10">
      <h1 class="sr-only">{t("receipt.title")}</h1>
      <Switch fallback={<p aria-busy="true">{t("receipt.checking")}</p>}>
        <Match when={isUnknown()}>
          <Verdict icon="warning" class="border-red text-red" title={t("receipt.unknown")}>
            {t("receipt.unknownText")}
          </Verdict>
        </Match>
        <Match when={receipt.error}>
          <Verdict
            icon="warning"
            class="border-yellow text-yellow"
            title={t("receipt.unreachable")}
          >
            {t("receipt.unreachableText")}
          </Verdict>
          <button class="button button-primary" onClick={() => void refetch()}>
            {t("receipt.again")}
          </button>
        </Match>
        <Match when={receipt()}>
          {(found) => (
            <>
              <Verdict
                icon={found().takenBackBy === null ? "check" : "undo"}
                class={
                  found().takenBackBy === null
                    ? "border-green text-green"
                    : "border-yellow text-yellow"
                }
                title={t(found().takenBackBy === null ? "receipt.genuine" : "receipt.noMore")}
              >
                {t("receipt.genuineText")}
              </Verdict>
              <ReceiptPaper receipt={found()} address={location.href} />
              <PrintAndShare address={location.href} />
            </>
          )}
        </Match>
      </Switch>
    </main>
  )
}

function Verdict(props: { icon: IconName; class: string; title: string; children: JSX.Element }) {
  return (
    <section class={`grid gap-1 rounded-2xl border p-4 print:hidden ${props.class}`} role="status">
      <p class="flex items-center gap-2 text-xl font-bold">
        <Icon name={props.icon} /> {props.title}
      </p>
      <p class="text-subtext1">{props.children}</p>
    </section>
  )
}
