import { A, useLocation } from "@solidjs/router"
import { Match, Show, Switch } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { t as ts } from "../../words/staff.ts"
import { t } from "../../words/venue.ts"
import { ImportPlayers } from "../import/import-players.tsx"
import { HealthPage } from "./health.tsx"
import { DevicesCard, LeafCard } from "./leaf-card.tsx"
import { LocksCard } from "./locks-card.tsx"
import { ProfileCard } from "./profile-card.tsx"
import { Setup } from "./setup.tsx"
import { StaffList } from "./staff-list.tsx"

/** The room itself: what it is called, who works in it, what it runs on. */
export function Venue() {
  const location = useLocation()
  const part = () => location.pathname.split("/")[3] ?? ""
  return (
    <Switch fallback={<Overview />}>
      <Match when={part() === "setup"}>
        <Setup />
      </Match>
      <Match when={part() === "import"}>
        <ImportPlayers />
      </Match>
      <Match when={part() === "health"}>
        <HealthPage />
      </Match>
    </Switch>
  )
}

function Overview() {
  const { desk } = useDesk()
  return (
    <div class="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
      <h1 class="text-2xl font-bold lg:col-span-2">
        {desk.profile()?.name ?? ts("section.venue")}
      </h1>
      <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ProfileCard />
        <A class="button min-h-14" href="/operator/venue/import">
          <Icon name="players" />
          {t("import.open")}
        </A>
      </div>
      <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
        <StaffList />
        <Show when={desk.may.administer}>
          <LocksCard />
        </Show>
        <DevicesCard />
        <LeafCard />
      </div>
    </div>
  )
}
