import { createMemo, createSignal, For, Show } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import { priceOf, profileAt } from "../../../domain/price.ts"
import type { Profile } from "../../../schemas/intent.ts"
import { useDesk } from "../../data/desk-context.ts"
import { createTicking } from "../../ui/ticking.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/terms.ts"

const profiles: readonly Profile[] = ["early", "on_time", "late"]

/**
 * At what price an entry comes in now: as the clock says, unless somebody has chosen another one by
 * hand, which holds until the clock says something new.
 */
export function createProfile() {
  const { desk } = useDesk()
  const now = createTicking()
  const byClock = createMemo((): Profile => {
    const levels = desk.floor().tournament?.structure.levels
    return levels ? profileAt(levels, desk.floor().clock, now()) : "on_time"
  })
  const [chosen, choose] = createSignal<{ profile: Profile; against: Profile } | null>(null)
  const profile = () => {
    const byHand = chosen()
    return byHand?.against === byClock() ? byHand.profile : byClock()
  }
  return {
    byClock,
    profile,
    choose: (wanted: Profile) => choose({ profile: wanted, against: byClock() }),
  }
}

/** The prices side by side where they differ, with the one in force; before the tap that takes it. */
export function ProfileChoice(props: ReturnType<typeof createProfile>) {
  const { desk } = useDesk()
  const priceAt = (profile: Profile) => {
    const terms = desk.terms()
    return terms && priceOf(terms, { kind: "buy-in", profile })?.priceCents
  }
  const isOffered = () => new Set(profiles.map(priceAt)).size > 1
  return (
    <Show when={isOffered() && desk.terms()}>
      {(terms) => (
        <fieldset class="mb-2 flex gap-1 rounded-xl bg-surface0/60 p-1">
          <legend class="sr-only">{t("profile.title")}</legend>
          <For each={profiles}>
            {(profile) => (
              <label
                class="grid min-h-12 grow cursor-pointer place-content-center rounded-lg px-2 text-center font-semibold has-focus-visible:outline-2"
                classList={{
                  "bg-surface2 text-text": props.profile() === profile,
                  "text-subtext0": props.profile() !== profile,
                }}
              >
                <input
                  type="radio"
                  name="profile"
                  class="sr-only"
                  checked={props.profile() === profile}
                  onChange={() => props.choose(profile)}
                />
                <span>
                  {t(`profile.${profile}`)}{" "}
                  {formatCents(
                    priceAt(profile) ?? terms().buyIn.priceCents,
                    terms().currency,
                    locale(),
                  )}
                </span>
                <Show when={props.byClock() === profile}>
                  <span class="text-xs font-normal">{t("profile.by")}</span>
                </Show>
              </label>
            )}
          </For>
        </fieldset>
      )}
    </Show>
  )
}
