import { Match, Suspense, Switch } from "solid-js"
import { comesLater } from "../../data/coming.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { later } from "../../ui/later.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/several.ts"
import { t as ts } from "../../words/staff.ts"
import { mayListShown } from "./may-list.ts"

// Most nights are no event.
const EventStages = later(async () => (await import("./event-stages.tsx")).EventStages)
const bringActs = comesLater(() => import("../../data/event-acts.ts"))

/** The event that is shown, or the way to make one of what is shown. */
export function EventPanel() {
  const { desk } = useDesk()
  const listed = () => desk.listed(desk.selected())
  return (
    <Switch>
      <Match when={listed()?.part}>
        <Suspense>
          <EventStages />
        </Suspense>
      </Match>
      <Match
        when={listed() && mayListShown(desk) && !listed()?.satellite && desk.floor().tournament}
      >
        <MakeEvent />
      </Match>
    </Switch>
  )
}

function MakeEvent() {
  const { desk } = useDesk()
  const make = async () => {
    const { eventActs } = await bringActs()
    const undo = eventActs(desk).makeEvent("bestStackForward")
    if (undo) say(t("event.made"), { label: ts("app.undo"), run: undo })
  }
  return (
    <button
      class="button button-quiet justify-self-start text-subtext0"
      onClick={() => void make()}
    >
      <Icon name="merge" />
      {t("event.make")}
    </button>
  )
}
