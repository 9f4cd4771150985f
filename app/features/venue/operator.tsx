import { createResource, Match, Show, Switch, untrack } from "solid-js"
import { deviceDatabase } from "../../data/device.ts"
import { fetchVenue } from "../../data/venue.ts"
import { lookAtSealed } from "../../data/offline-unlock.ts"
import { session } from "../../data/session.ts"
import { recallStaff } from "../../data/staff.ts"
import { Icon } from "../../ui/icon.tsx"
import { later } from "../../ui/later.tsx"
import { whenIdle } from "../../ui/when-idle.ts"
import { t } from "../../words/staff.ts"
import { faces } from "./faces.ts"
import type { Section } from "./sections.ts"
import { SignIn } from "./sign-in.tsx"

/** The desk is most of the code, and whoever types a PIN does not need it yet. */
const Workplace = later(async () => (await import("./workplace.tsx")).Workplace)

/** The operator's page: signed in or not, with a Leaf or not. */
export function Operator(props: { section: Section }) {
  const bringDesk = () =>
    Promise.all([Workplace.preload(), faces[untrack(() => props.section)].preload()]).catch(
      (error: unknown) => console.info("The desk was not brought yet.", error),
    )
  if (untrack(session)) {
    void bringDesk()
    // Opening it takes as long as the desk's files do; whoever reads from it says where it cannot be.
    deviceDatabase().catch((error: unknown) => console.warn("Nothing is kept here.", error))
  } else whenIdle(() => void bringDesk())
  const [venue, { refetch }] = createResource(fetchVenue)
  // A device that may keep nothing has no people to show, and works all the same.
  for (const recall of [recallStaff, lookAtSealed])
    recall().catch((error: unknown) => console.info("Nobody is known on this device.", error))
  return (
    <Show when={session()} fallback={<SignIn />} keyed>
      {(current) => (
        <Switch>
          <Match when={venue.error}>
            <main class="grid min-h-dvh place-content-center justify-items-center gap-4 p-8 text-center">
              <Icon name="warning" class="size-10 text-yellow" />
              <h1 class="text-2xl font-semibold">{t("venue.unreachable")}</h1>
              <p class="max-w-prose text-subtext1">{t("venue.unreachableText")}</p>
              <button class="button button-primary" onClick={() => void refetch()}>
                {t("venue.again")}
              </button>
            </main>
          </Match>
          <Match when={venue()}>
            {(found) => <Workplace session={current} venue={found()} section={props.section} />}
          </Match>
        </Switch>
      )}
    </Show>
  )
}
