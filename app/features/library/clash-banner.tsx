import { createMemo, For, Show } from "solid-js"
import { type Choice, type Clash, clashesOf, writesToChoose } from "../../../library/clashes.ts"
import { fieldsOf } from "../../../library/document.ts"
import { writesBetween } from "../../../domain/library-fields.ts"
import type { OpenItem } from "../../data/library-documents.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/library.ts"
import { t as staff } from "../../words/staff.ts"
import { momentText } from "./amounts.ts"
import { keyName, valueText } from "./describe.ts"
import { createStaffNames } from "./staff-name.ts"

/** What was changed in two places, field by field, with both values to choose from. */
export function ClashBanner(props: { item: OpenItem; mayEdit: boolean }) {
  const clashes = createMemo(() => clashesOf(props.item.doc()))
  return (
    <Show when={clashes().length > 0}>
      <section
        class="grid gap-3 rounded-2xl border border-yellow bg-yellow/10 p-4"
        aria-label={t("clash.title", clashes().length)}
      >
        <header>
          <h2 class="flex items-center gap-2 font-semibold text-yellow">
            <Icon name="merge" />
            {t("clash.title", clashes().length)}
          </h2>
          <p class="text-subtext1">{t("clash.text")}</p>
        </header>
        <ul class="grid gap-4">
          <For each={clashes()}>
            {(clash) => <ClashRow item={props.item} clash={clash} mayEdit={props.mayEdit} />}
          </For>
        </ul>
      </section>
    </Show>
  )
}

function ClashRow(props: { item: OpenItem; clash: Clash; mayEdit: boolean }) {
  const nameOf = createStaffNames()
  const fields = () => fieldsOf(props.item.doc())
  const what = () => keyName(fields(), props.clash.key)
  const value = (choice: Choice) => valueText(fields(), props.clash.key, choice.value)
  const choose = async (choice: Choice) => {
    const { item, clash } = props
    const said = t("clash.chosen", what())
    const before = fields()
    await item.write(writesToChoose(clash, choice), "choose")
    const undo = () => void item.write(writesBetween(fieldsOf(item.doc()), before), "go-back")
    const isOther = writesBetween(fieldsOf(item.doc()), before)
    say(said, Object.keys(isOther).length > 0 ? { label: staff("app.undo"), run: undo } : null)
  }
  return (
    <li class="grid gap-2">
      <h3 class="font-semibold">{what()}</h3>
      <div class="grid gap-2 sm:grid-cols-2">
        <For each={props.clash.choices}>
          {(choice) => (
            <div class="flex flex-wrap items-center gap-3 rounded-xl bg-base p-3">
              <div class="min-w-0 grow basis-32">
                <p class="text-lg font-semibold break-words">{value(choice)}</p>
                <p class="text-sm text-subtext0">
                  {t(
                    "library.changed",
                    momentText(choice.version.at, leafNow()),
                    nameOf(choice.version.by),
                  )}
                  {choice.isShown ? ` · ${t("clash.shown")}` : ""}
                </p>
              </div>
              <Show when={props.mayEdit}>
                <button
                  type="button"
                  class="button button-primary"
                  aria-label={`${t("clash.take")}: ${what()}, ${value(choice)}`}
                  onClick={() => void choose(choice)}
                >
                  {t("clash.take")}
                </button>
              </Show>
            </div>
          )}
        </For>
      </div>
    </li>
  )
}
