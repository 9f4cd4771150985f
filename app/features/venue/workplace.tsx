import { Dynamic } from "solid-js/web"
import { createEffect, ErrorBoundary, on, onCleanup, onMount, Show, Suspense } from "solid-js"
import type { StaffSession, Venue } from "../../../schemas/wire.ts"
import { actsAt } from "../../data/acts.ts"
import { openDesk } from "../../data/desk.ts"
import { DeskContext } from "../../data/desk-context.ts"
import { lockWhenIdle } from "../../data/auto-lock.ts"
import { keepLeafTime } from "../../data/leaf-time.ts"
import { canUnlockOffline } from "../../data/offline-unlock.ts"
import { isLocked, lock } from "../../data/session.ts"
import { Broken } from "../../ui/broken.tsx"
import { later } from "../../ui/later.tsx"
import { sayProblem, Toaster } from "../../ui/toasts.tsx"
import { t } from "../../words/staff.ts"
import { reasonText } from "../money/reasons.ts"
import { closePrint, printJob } from "../print/printing.ts"
import { bringOtherFaces, faces } from "./faces.ts"
import { hasSeveral } from "./switcher.tsx"
import { Rail } from "./rail.tsx"
import type { Section } from "./sections.ts"
import { TopBar } from "./top-bar.tsx"

/** The preview and the papers come late: nobody prints in the first second. */
const Preview = later(async () => (await import("../print/preview.tsx")).Preview)
const LockCover = later(async () => (await import("./lock-cover.tsx")).LockCover)

/** What is about to be printed, over everything else. */
function Printing() {
  onCleanup(closePrint)
  return (
    <Show when={printJob()} keyed>
      {(job) => (
        <ErrorBoundary fallback={(error: unknown) => <Broken error={error} />}>
          <Suspense>
            <Preview job={job} />
          </Suspense>
        </ErrorBoundary>
      )}
    </Show>
  )
}

/** The desk of somebody who is signed in: the bar on top, the sections at the side, one of them open. */
export function Workplace(props: { session: StaffSession; venue: Venue; section: Section }) {
  // Signing in again or another venue makes a new workplace, so both are read once.
  // oxlint-disable-next-line solid/reactivity
  const desk = openDesk(props.session, props.venue)
  const acts = actsAt(desk)
  onCleanup(keepLeafTime())
  onMount(bringOtherFaces)
  // A device that nobody could unlock would end the night.
  lockWhenIdle(lock, () => desk.sync().isConnected || canUnlockOffline(desk.session.staffId))
  createEffect(
    on(
      () => desk.outbox.refused().map(({ intent }) => intent.id),
      (ids, before = []) => {
        for (const item of desk.outbox.refused())
          if (ids.includes(item.intent.id) && !before.includes(item.intent.id))
            sayProblem(
              t(
                item.answer?.outcome === "conflict" ? "conflict.toast" : "money.refusedToast",
                reasonText(item.answer?.reason),
              ),
            )
      },
    ),
  )
  return (
    <DeskContext.Provider value={{ desk, acts }}>
      <div
        inert={isLocked()}
        class="grid min-h-dvh grid-rows-[auto_1fr_auto] md:grid-cols-[5.5rem_1fr] md:grid-rows-[auto_1fr]"
        // On a phone the bar has a second line where there are several tournaments to tell apart.
        classList={{ "max-md:[--bar:6.5rem]": hasSeveral(desk) }}
      >
        <TopBar />
        <Rail section={props.section} />
        {/* The room below lets whatever is last be scrolled out from under two toasts. */}
        <main class="min-w-0 px-3 pt-3 pb-24 md:col-start-2 md:row-start-2 md:p-5 md:pb-40">
          <Show when={props.section} keyed>
            {(section) => (
              <ErrorBoundary fallback={(error: unknown) => <Broken error={error} />}>
                <Suspense>
                  <Dynamic component={faces[section]} />
                </Suspense>
              </ErrorBoundary>
            )}
          </Show>
        </main>
      </div>
      <Show
        when={!isLocked()}
        fallback={
          <Suspense fallback={<div class="fixed inset-0 z-[80] bg-crust" />}>
            <LockCover />
          </Suspense>
        }
      >
        <Printing />
        <Toaster label={t("app.messages")} />
      </Show>
    </DeskContext.Provider>
  )
}
