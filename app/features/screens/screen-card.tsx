import { Show } from "solid-js"
import type { Millis } from "../../../schemas/units.ts"
import type { DisplayState } from "../../../schemas/display.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/screens.ts"
import { t as ts } from "../../words/staff.ts"
import { Picture } from "./picture.tsx"
import type { ScreenView } from "./screens.ts"
import { StandingLine } from "./standing-line.tsx"
import { titleOf, TournamentChoice } from "./tournament-choice.tsx"

/** One screen: how it looks now, whether it is there, what it shows. */
export function ScreenCard(props: {
  view: ScreenView
  state: DisplayState
  now: Millis
  onOpen: () => void
}) {
  const isDark = () => props.view.standing.kind === "lost"
  return (
    <li
      class="card flex min-w-0 flex-col gap-3 p-3"
      classList={{
        "border-red": props.view.isListed && isDark(),
        "border-dashed border-yellow/60": !props.view.isListed,
      }}
    >
      <Picture state={props.state} now={props.now} isDark={isDark()} />
      <div class="min-w-0 px-1">
        <h2 class="truncate text-lg font-semibold">{titleOf(props.view)}</h2>
        <StandingLine standing={props.view.standing} />
        <Show when={!props.view.isListed}>
          <p class="text-sm text-yellow">{t("screens.stranger")}</p>
        </Show>
      </div>
      <div class="mt-auto grid">
        <Show when={props.view.isListed} fallback={<AddThis view={props.view} />}>
          <TournamentChoice view={props.view} />
        </Show>
      </div>
      <div class="grid grid-cols-[auto_minmax(0,1fr)] gap-2">
        <a
          class="button"
          href={`/display/${props.view.displayId}`}
          target="_blank"
          rel="noopener"
          aria-label={`${t("screens.open")}: ${titleOf(props.view)}`}
        >
          <Icon name="share" />
          {t("screens.open")}
        </a>
        <button
          class="button min-w-0"
          aria-label={`${t("screens.more")}: ${titleOf(props.view)}`}
          onClick={() => props.onOpen()}
        >
          <span class="truncate">{t("screens.more")}</span>
        </button>
      </div>
    </li>
  )
}

/** A screen that somebody has only opened becomes one of the venue's in one tap. */
function AddThis(props: { view: ScreenView }) {
  const { desk, acts } = useDesk()
  const add = () => {
    const title = titleOf(props.view)
    const undo = acts.addScreen(props.view.displayId, title, desk.selected())
    say(t("did.added", title), { label: ts("app.undo"), run: undo })
  }
  return (
    <button
      class="button button-primary"
      disabled={!desk.may.writeVenue(`display/${props.view.displayId}`)}
      onClick={add}
    >
      <Icon name="plus" />
      {t("screens.addThis")}
    </button>
  )
}
