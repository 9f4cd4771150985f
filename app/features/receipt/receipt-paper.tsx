import { For, Show } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import type { Receipt } from "../../../schemas/receipt.ts"
import { cents } from "../../../schemas/units.ts"
import { QrCode } from "../../ui/qr-code.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/receipt.ts"

/** A receipt as it is printed: dark on light, with the code by which the Leaf finds its line. */
export function ReceiptPaper(props: {
  receipt: Receipt
  address: string
  tournament?: string | undefined
  player?: string | undefined
}) {
  const isPaidOut = () => props.receipt.amountCents < 0
  const amount = () => {
    const { amountCents, currency } = props.receipt
    return formatCents(cents(Math.abs(amountCents)), currency, locale())
  }
  const rows = () => [
    [t("receipt.tournament"), props.tournament],
    [t("receipt.player"), props.player],
    [t("receipt.method"), props.receipt.methods.map((method) => t(`method.${method}`)).join(", ")],
    [
      t("receipt.time"),
      new Date(props.receipt.recordedAt).toLocaleString(locale(), {
        dateStyle: "medium",
        timeStyle: "short",
      }),
    ],
    [t("receipt.line"), String(props.receipt.sequence)],
  ]
  return (
    <article class="receipt grid gap-4 rounded-2xl bg-white p-6 text-crust">
      <header>
        <h2 class="text-xl font-bold">{t(`receipt.${props.receipt.kind}`)}</h2>
        <p class="text-sm">{t(isPaidOut() ? "receipt.paidOut" : "receipt.takenIn")}</p>
        <p class="mt-1 text-4xl font-bold">{amount()}</p>
      </header>
      <Show when={props.receipt.takenBackBy}>
        {(line) => <p class="font-bold text-[#9a0f2d]">{t("receipt.takenBack", line())}</p>}
      </Show>
      <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <For each={rows().filter(([, value]) => value)}>
          {([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd class="text-right font-semibold">{value}</dd>
            </>
          )}
        </For>
      </dl>
      <figure class="grid justify-items-center gap-1">
        <div class="w-40">
          <QrCode text={props.address} label={t("receipt.qr")} />
        </div>
        <figcaption class="text-center text-sm">
          <span class="block font-mono font-semibold">{props.receipt.code}</span>
          {t("receipt.scan")}
        </figcaption>
      </figure>
    </article>
  )
}
