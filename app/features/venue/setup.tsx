import { useNavigate } from "@solidjs/router"
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/venue.ts"
import { CreateTournament } from "../tonight/create-tournament.tsx"
import { Face } from "./people.tsx"
import { createProfileDraft } from "./profile-draft.ts"
import { NameFields, TableFields } from "./profile-fields.tsx"
import { withCount } from "./room-tables.ts"
import { createStaffActs } from "./staff-acts.ts"
import { AddStaff } from "./staff-form.tsx"

const STEPS = ["venue", "tables", "staff", "tournament"] as const
const TABLES_AT_FIRST = 4

/** From an empty Leaf to the first player in two minutes; each step can wait, and be done again. */
export function Setup() {
  const { desk } = useDesk()
  const navigate = useNavigate()
  const draft = createProfileDraft()
  const [step, setStep] = createSignal(0)
  const go = (to: number) => {
    if (to >= STEPS.length) return navigate("/operator/tonight")
    // A room has tables: most begin with some, and one tap more or less is sooner than typing.
    if (STEPS[to] === "tables" && draft.profile().tables.length === 0)
      draft.change({ tables: withCount([], TABLES_AT_FIRST) })
    setStep(to)
    scrollTo({ top: 0 })
  }
  const next = () => go(step() + 1)
  const saveAndGo = () => {
    draft.save()
    next()
  }
  return (
    <section class="mx-auto grid max-w-3xl gap-4" aria-label={t("setup.title")}>
      <Progress step={step()} onBack={() => go(step() - 1)} />
      <Switch>
        <Match when={STEPS[step()] === "venue"}>
          <Step
            title={t("setup.venue")}
            isReady={draft.profile().name.trim() !== ""}
            onGo={saveAndGo}
            onSkip={next}
          >
            <NameFields profile={draft.profile()} onChange={draft.change} />
          </Step>
        </Match>
        <Match when={STEPS[step()] === "tables"}>
          <Step title={t("setup.tables")} isReady onGo={saveAndGo} onSkip={next}>
            <TableFields
              tables={draft.profile().tables}
              onChange={(tables) => draft.change({ tables })}
            />
          </Step>
        </Match>
        <Match when={STEPS[step()] === "staff"}>
          <StaffStep onGo={next} />
        </Match>
        <Match when={STEPS[step()] === "tournament"}>
          <div class="grid gap-3">
            <CreateTournament isFirst={desk.tournaments().length === 0} onDone={() => {}} />
            <button class="button justify-self-start" onClick={next}>
              {t("setup.skip")}
            </button>
          </div>
        </Match>
      </Switch>
    </section>
  )
}

function Progress(props: { step: number; onBack: () => void }) {
  return (
    <header class="grid gap-2">
      <div class="flex min-h-11 items-center gap-3">
        <Show when={props.step > 0}>
          <button class="button button-quiet" onClick={() => props.onBack()}>
            {t("setup.back")}
          </button>
        </Show>
        <p class="text-subtext1">{t("setup.step", props.step + 1, STEPS.length)}</p>
      </div>
      <div class="flex gap-2" aria-hidden="true">
        <For each={STEPS}>
          {(_, index) => (
            <span
              class="h-1.5 flex-1 rounded-full"
              classList={{
                "bg-lavender": index() <= props.step,
                "bg-surface0": index() > props.step,
              }}
            />
          )}
        </For>
      </div>
    </header>
  )
}

function Step(props: {
  title: string
  isReady: boolean
  onGo: () => void
  onSkip: () => void
  children: JSX.Element
}) {
  return (
    <form
      class="card grid gap-5 p-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (props.isReady) props.onGo()
      }}
    >
      <h1 class="text-2xl font-bold">{props.title}</h1>
      {props.children}
      <div class="flex justify-end gap-2">
        <button type="button" class="button min-h-14" onClick={() => props.onSkip()}>
          {t("setup.skip")}
        </button>
        <button class="button button-primary min-h-14 px-8 text-lg" disabled={!props.isReady}>
          {t("setup.next")}
        </button>
      </div>
    </form>
  )
}

/** The administrator's own name, and everybody else with a PIN. */
function StaffStep(props: { onGo: () => void }) {
  const { desk } = useDesk()
  const acts = createStaffActs()
  const own = () => desk.staff.memberOf(desk.session.staffId)
  const isNamed = () => own()?.name !== NAMELESS
  const [name, setName] = createSignal("")
  const go = async () => {
    const chosen = name().trim()
    const { staffId, role } = desk.session
    if (chosen !== "" && !(await acts.change(staffId, { name: chosen, role }))) return
    props.onGo()
  }
  return (
    <div class="card grid gap-5 p-5">
      <header>
        <h1 class="text-2xl font-bold">{t("setup.staff")}</h1>
        <p class="text-pretty text-subtext1">{t("setup.staffText")}</p>
      </header>
      <label class="field-label">
        {t("setup.you")}
        <input
          class="field text-lg"
          maxlength="40"
          autocomplete="off"
          placeholder={isNamed() ? own()?.name : ""}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <ul class="flex flex-wrap gap-2 empty:hidden" aria-label={t("staff.title")}>
        <For each={desk.staff.all().filter(({ isActive }) => isActive)}>
          {(member) => (
            <li class="flex items-center gap-2 rounded-full bg-surface0 py-1 pr-4 pl-1">
              <Face name={member.name} class="size-9 text-sm" />
              <span>
                <span class="block text-sm leading-tight font-semibold">{member.name}</span>
                <span class="block text-xs text-subtext0">{tp(`role.${member.role}`)}</span>
              </span>
            </li>
          )}
        </For>
      </ul>
      <div class="rounded-2xl bg-mantle p-4">
        <AddStaff />
      </div>
      <div class="flex justify-end gap-2">
        <button type="button" class="button min-h-14" onClick={() => props.onGo()}>
          {t("setup.skip")}
        </button>
        <button class="button button-primary min-h-14 px-8 text-lg" onClick={() => void go()}>
          {t("setup.next")}
        </button>
      </div>
    </div>
  )
}

/** What the Leaf calls the first administrator. */
const NAMELESS = "Administrator"
