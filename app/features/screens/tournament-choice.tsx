import { For, Show } from "solid-js"
import type { TournamentId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { MAIN_DISPLAY } from "../../data/floor-acts.ts"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/screens.ts"
import { t as ts } from "../../words/staff.ts"
import type { ScreenView } from "./screens.ts"

/** What a screen is called: as the staff have named it, else by the end of its address. */
export const titleOf = ({ name, displayId }: Pick<ScreenView, "name" | "displayId">): string =>
  name ?? (displayId === MAIN_DISPLAY ? t("screens.main") : displayId)

/** Points a screen to another tournament; it is there within the second. */
export function TournamentChoice(props: { view: ScreenView }) {
  const { desk, acts } = useDesk()
  const point = (tournamentId: TournamentId | null) => {
    const title = titleOf(props.view)
    const tournament = desk.tournaments().find(({ id }) => id === tournamentId)
    const text = tournament ? t("did.pointed", title, tournament.name) : t("did.emptied", title)
    say(text, {
      label: ts("app.undo"),
      run: acts.pointScreen(props.view.displayId, tournamentId),
    })
  }
  return (
    <TournamentSelect
      chosen={props.view.tournamentId}
      label={`${t("screens.tournament")}: ${titleOf(props.view)}`}
      onChoose={point}
    />
  )
}

/** The tournaments of the venue, the newest first, and none of them. */
export function TournamentSelect(props: {
  chosen: TournamentId | null
  label: string
  onChoose: (tournamentId: TournamentId | null) => void
}) {
  const { desk } = useDesk()
  const isGone = () =>
    props.chosen !== null && !desk.tournaments().some(({ id }) => id === props.chosen)
  return (
    <select
      class="field"
      aria-label={props.label}
      disabled={!desk.may.writeVenue("display/any")}
      onChange={(event) => {
        const wanted = event.currentTarget.value
        props.onChoose(desk.tournaments().find(({ id }) => id === wanted)?.id ?? null)
      }}
    >
      <option value="" selected={props.chosen === null}>
        {t("screens.nothing")}
      </option>
      <Show when={isGone()}>
        <option value="gone" selected>
          {t("screens.gone")}
        </option>
      </Show>
      <For each={desk.tournaments()}>
        {({ id, name }) => (
          <option value={id} selected={props.chosen === id}>
            {name}
          </option>
        )}
      </For>
    </select>
  )
}
