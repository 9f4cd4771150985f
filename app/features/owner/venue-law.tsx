import { createUniqueId, For } from "solid-js"
import { type JurisdictionName, jurisdictionNames } from "../../../domain/jurisdictions.ts"
import type { OwnedVenue } from "../../../schemas/owner.ts"
import { tellOwner } from "../../data/owner-session.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/owner-nights.ts"
import { createDeed, Problem } from "./deed.tsx"
import { useOwner } from "./desk.ts"

/** By which country's law a venue goes, with what that means for names. */
export function VenueLaw(props: { venue: OwnedVenue }) {
  const desk = useOwner()
  const deed = createDeed()
  const group = createUniqueId()
  const choose = (jurisdiction: JurisdictionName) =>
    deed.carryOut(async () => {
      const path = `/api/venues/${props.venue.venueId}/jurisdiction`
      await tellOwner(path, { method: "POST", body: { jurisdiction } })
      say(t("law.changed", props.venue.name, t(`law.${jurisdiction}`)))
      desk.refresh()
    })
  return (
    <fieldset class="grid gap-2">
      <legend class="sr-only">{t("law.title")}</legend>
      <For each={jurisdictionNames}>
        {(name) => (
          <label class="choice flex min-h-14 items-start gap-3 p-3">
            <input
              type="radio"
              name={group}
              class="mt-1 accent-lavender"
              checked={props.venue.jurisdiction === name}
              disabled={deed.isBusy()}
              onChange={() => void choose(name)}
            />
            <span>
              <span class="block font-semibold">{t(`law.${name}`)}</span>
              <span class="block text-sm text-subtext0">{t(`law.text.${name}`)}</span>
            </span>
          </label>
        )}
      </For>
      <Problem text={deed.problem()} />
    </fieldset>
  )
}
