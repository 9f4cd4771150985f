import { createResource, lazy, Match, Show, Switch, untrack } from "solid-js"
import { fetchVenue } from "../../data/venue.ts"
import { lookAtSealed } from "../../data/offline-unlock.ts"
import { session } from "../../data/session.ts"
import { recallStaff } from "../../data/staff.ts"
import { Icon } from "../../ui/icon.tsx"
import { whenIdle } from "../../ui/when-idle.ts"
import { t } from "../../words/staff.ts"
import { bringFace } from "./faces.ts"
import type { Section } from "./sections.ts"
import { SignIn } from "./sign-in.tsx"

/** The desk is most of the code, and whoever types a PIN does not need it yet. */
const bringDesk = async () => ({ default: (await import("./workplace.tsx")).Workplace })
const Workplace = lazy(bringDesk)

/** The operator's page: signed in or not, with a Leaf or not. */
export function Operator(props: { section: Section }) {
  bringFace(untrack(() => props.section))
  whenIdle(() => {
    bringDesk().catch((error: unknown) => console.info("The desk was not brought yet.", error))
  })
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
