import { For, Show } from "solid-js"
import type { RoomTable, VenueProfile } from "../../../schemas/documents/venue.ts"
import { Icon } from "../../ui/icon.tsx"
import { languages } from "../../words/language.ts"
import { t } from "../../words/venue.ts"
import { currencies } from "../tonight/terms-form.ts"
import { usualSeats, withCount } from "./room-tables.ts"

const SEATS = [6, 7, 8, 9, 10]
const MOST_TABLES = 200
const languageNames = { en: "English", da: "Dansk" }

/** Name, currency and language of the venue. */
export function NameFields(props: {
  profile: VenueProfile
  onChange: (change: Partial<VenueProfile>) => void
}) {
  return (
    <>
      <label class="field-label">
        {t("profile.name")}
        <input
          class="field text-lg"
          maxlength="60"
          autocomplete="off"
          value={props.profile.name}
          onInput={(event) => props.onChange({ name: event.currentTarget.value })}
        />
      </label>
      <div class="grid gap-4 sm:grid-cols-2">
        <label class="field-label">
          {t("profile.currency")}
          <select
            class="field"
            value={props.profile.currency}
            onChange={(event) => props.onChange({ currency: event.currentTarget.value })}
          >
            <For each={currencies}>{(each) => <option value={each}>{each}</option>}</For>
          </select>
        </label>
        <fieldset class="relative">
          <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("profile.language")}</legend>
          <div class="flex gap-2">
            <For each={languages}>
              {(each) => (
                <label
                  class="choice relative grid min-h-11 flex-1 place-content-center font-semibold"
                  lang={each}
                >
                  <input
                    class="sr-only"
                    type="radio"
                    name="language"
                    checked={props.profile.language === each}
                    onChange={() => props.onChange({ language: each })}
                  />
                  {languageNames[each]}
                </label>
              )}
            </For>
          </div>
        </fieldset>
      </div>
    </>
  )
}

/** The tables of the room: how many, and how many seats each has. */
export function TableFields(props: {
  tables: readonly RoomTable[]
  onChange: (tables: RoomTable[]) => void
}) {
  const count = () => props.tables.length
  const setCount = (next: number) => props.onChange(withCount(props.tables, next))
  return (
    <>
      <div role="group" aria-label={t("profile.tables")}>
        <p class="mb-1.5 text-sm font-medium text-subtext1">{t("profile.tables")}</p>
        <div class="flex items-center gap-3">
          <button
            type="button"
            class="button min-h-14 min-w-14"
            aria-label={t("profile.fewer")}
            disabled={count() === 0}
            onClick={() => setCount(count() - 1)}
          >
            <Icon name="minus" />
          </button>
          <output class="w-[3ch] text-center text-3xl font-bold">{count()}</output>
          <button
            type="button"
            class="button min-h-14 min-w-14"
            aria-label={t("profile.more")}
            disabled={count() >= MOST_TABLES}
            onClick={() => setCount(count() + 1)}
          >
            <Icon name="plus" />
          </button>
        </div>
      </div>
      <fieldset class="relative" disabled={count() === 0}>
        <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("profile.seats")}</legend>
        <div class="flex gap-2">
          <For each={SEATS}>
            {(seats) => (
              <label class="choice relative grid min-h-11 min-w-11 flex-1 place-content-center font-semibold">
                <input
                  class="sr-only"
                  type="radio"
                  name="room-seats"
                  checked={usualSeats(props.tables) === seats}
                  onChange={() => props.onChange(props.tables.map((each) => ({ ...each, seats })))}
                />
                {seats}
              </label>
            )}
          </For>
        </div>
      </fieldset>
      <Show when={count() > 1}>
        <details>
          <summary class="flex min-h-11 cursor-pointer items-center font-semibold">
            {t("profile.each")}
          </summary>
          <ul class="grid grid-cols-2 gap-2 sm:grid-cols-3">
            <For each={props.tables}>
              {(table, index) => (
                <li>
                  <label class="field-label">
                    {t("profile.table", table.number)}
                    <input
                      class="field"
                      type="number"
                      min="2"
                      max="12"
                      aria-label={t("profile.seatsOf", table.number)}
                      value={table.seats}
                      onChange={(event) => {
                        const seats = event.currentTarget.valueAsNumber
                        if (Number.isSafeInteger(seats) && seats >= 2 && seats <= 12)
                          props.onChange(
                            props.tables.map((each, at) =>
                              at === index() ? { ...each, seats } : each,
                            ),
                          )
                        else event.currentTarget.value = String(table.seats)
                      }}
                    />
                  </label>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </>
  )
}
