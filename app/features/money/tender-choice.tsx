import { createUniqueId, For } from "solid-js"
import type { Method } from "../../../schemas/account.ts"
import { chooseMethod, methods, tenderMethod } from "../../data/tender.ts"
import { t as paper } from "../../words/receipt.ts"
import { t } from "../../words/staff.ts"

/** How the money changes hands: stays as chosen on this device. */
export function TenderChoice() {
  return <MethodChoice legend={t("tender.title")} chosen={tenderMethod()} onChoose={chooseMethod} />
}

/** The methods side by side, one of them chosen. */
export function MethodChoice(props: {
  legend: string
  chosen: Method
  onChoose: (method: Method) => void
}) {
  // Two may be on the page at once, each with radio buttons of its own.
  const name = createUniqueId()
  return (
    <fieldset class="flex gap-1 rounded-xl bg-surface0/60 p-1">
      <legend class="sr-only">{props.legend}</legend>
      <For each={methods}>
        {(method) => (
          <label
            class="grid min-h-11 grow cursor-pointer place-content-center rounded-lg px-3 font-semibold has-focus-visible:outline-2"
            classList={{
              "bg-surface2 text-text": props.chosen === method,
              "text-subtext0": props.chosen !== method,
            }}
          >
            <input
              type="radio"
              name={name}
              class="sr-only"
              checked={props.chosen === method}
              onChange={() => props.onChoose(method)}
            />
            {paper(`method.${method}`)}
          </label>
        )}
      </For>
    </fieldset>
  )
}
