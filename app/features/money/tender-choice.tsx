import { createUniqueId, For } from "solid-js"
import { chooseMethod, methods, tenderMethod } from "../../data/tender.ts"
import { t as paper } from "../../words/receipt.ts"
import { t } from "../../words/staff.ts"

/** How the money changes hands: stays as chosen on this device. */
export function TenderChoice() {
  // Two may be on the page at once, each with radio buttons of its own.
  const name = createUniqueId()
  return (
    <fieldset class="flex gap-1 rounded-xl bg-surface0/60 p-1">
      <legend class="sr-only">{t("tender.title")}</legend>
      <For each={methods}>
        {(method) => (
          <label
            class="grid min-h-11 grow cursor-pointer place-content-center rounded-lg px-3 font-semibold has-focus-visible:outline-2"
            classList={{
              "bg-surface2 text-text": tenderMethod() === method,
              "text-subtext0": tenderMethod() !== method,
            }}
          >
            <input
              type="radio"
              name={name}
              class="sr-only"
              checked={tenderMethod() === method}
              onChange={() => chooseMethod(method)}
            />
            {paper(`method.${method}`)}
          </label>
        )}
      </For>
    </fieldset>
  )
}
