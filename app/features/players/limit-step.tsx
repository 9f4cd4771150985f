import { For, Show } from "solid-js"
import type { SaleLimit } from "../../../domain/limits.ts"
import { levelNumber } from "../../../domain/clock.ts"
import { OverrideReason } from "../../../schemas/intent.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/players.ts"
import { mayLetThrough } from "./sales.ts"

/** Which limit stands in the way, and who can let it through: with a reason, in one tap. */
export function LimitStep(props: {
  /** What was to be done, as its button says. */
  what: string
  limit: SaleLimit
  onOverride: (reason: OverrideReason) => void
}) {
  const { desk } = useDesk()
  const text = () => {
    const { limit } = props
    switch (limit.kind) {
      case "most":
        return t("limit.most", limit.most, limit.taken)
      case "level":
        return t(
          "limit.level",
          levelNumber(desk.floor().tournament?.structure.levels ?? [], limit.untilLevel),
        )
      case "players_left":
        return t("limit.players_left", limit.least)
      case "registration_closed":
      case "entries_over":
      case "rebuys_over":
      case "add_on_time":
        return t(`limit.${limit.kind}`)
    }
  }
  return (
    <section class="grid gap-3" role="alert">
      <p class="flex items-start gap-3 rounded-2xl border border-yellow p-4 text-lg">
        <Icon name="warning" class="mt-0.5 size-6 shrink-0 text-yellow" />
        <span>
          <span class="block text-sm text-subtext0">{props.what}</span>
          <span class="font-semibold">{text()}</span>
        </span>
      </p>
      <Show
        when={mayLetThrough(desk)}
        fallback={<p class="text-pretty text-subtext1">{t("limit.who")}</p>}
      >
        <p class="text-pretty text-subtext1">{t("limit.why")}</p>
        <For each={OverrideReason.options}>
          {(reason) => (
            <button
              class="button min-h-14 justify-start px-5"
              onClick={() => props.onOverride(reason)}
            >
              {t(`override.${reason}`)}
            </button>
          )}
        </For>
      </Show>
    </section>
  )
}
