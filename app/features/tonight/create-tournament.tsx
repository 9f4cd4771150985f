import { useNavigate } from "@solidjs/router"
import {
  type ComponentProps,
  createEffect,
  createMemo,
  createSignal,
  For,
  type JSX,
  Show,
  Suspense,
  untrack,
} from "solid-js"
import { createStore } from "solid-js/store"
import { formatChips } from "../../../domain/money.ts"
import type { SeasonId } from "../../../schemas/ids.ts"
import type { Structure } from "../../../schemas/structure.ts"
import { comesLater } from "../../data/coming.ts"
import { useDesk } from "../../data/desk-context.ts"
import { hasLeagues } from "../../data/tournaments.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { later } from "../../ui/later.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as ts } from "../../words/several.ts"
import { t } from "../../words/staff.ts"
import { usualSeats } from "../venue/room-tables.ts"
import { KindFields } from "./kind-fields.tsx"
import { defaultKind, readKind } from "./kind-form.ts"
import { PriceLines } from "./price-line.tsx"
import { type StructureOffer, structureOffers } from "./structure-offers.ts"
import { defaultTerms, readTerms } from "./terms-form.ts"
import { TermsFields } from "./terms-fields.tsx"

const StructureFile = later(
  async () => (await import("../import/structure-file.tsx")).StructureFile,
)

/** Many houses have no league. */
const bringSeasons = comesLater(() => import("../leagues/season-choice.tsx"))
const SeasonField = later(async () => (await bringSeasons()).SeasonField)

/** In which season a new tournament counts: as it was chosen, else as it is offered. */
async function seasonOf(
  values: ReadonlyMap<string, unknown>,
  startsAt: string,
  chosen: SeasonId | null | undefined,
): Promise<SeasonId | null> {
  if (chosen !== undefined || !hasLeagues(values)) return chosen ?? null
  return (await bringSeasons()).offeredSeason(values, startsAt)
}

const SEATS = [6, 7, 8, 9, 10]

/** A tournament from a structure of the library or one that comes with Felt: everything has a sensible value, one tap makes it. */
export function CreateTournament(props: { isFirst: boolean; onDone: () => void }) {
  const { acts, desk } = useDesk()
  const navigate = useNavigate()
  const [name, setName] = createSignal(
    t("create.defaultName", new Date().toLocaleDateString(locale(), { weekday: "long" })),
  )
  const offers = createMemo(() => structureOffers(desk.shelf.items()))
  const [chosenId, choose] = createSignal<string | null>(null)
  const offer = () => offers().find(({ id }) => id === chosenId()) ?? offers()[0]
  /** A structure from a file takes the place of what is offered, until one of these is chosen. */
  const [ownFile, setOwnFile] = createSignal<Structure>()
  const structure = () => ownFile() ?? offer()?.structure
  const [otherSeats, setSeats] = createSignal<number | null>(null)
  const seats = () => otherSeats() ?? structure()?.seatsPerTable ?? 9
  const [form, setForm] = createStore({ ...defaultTerms })
  const [kind, setKind] = createStore({ ...defaultKind })
  const [season, setSeason] = createSignal<SeasonId | null>()
  const [isTouched, setTouched] = createSignal(false)
  const [isMaking, setMaking] = createSignal(false)
  holdReloadWhile(isTouched)
  // What the venue says of itself may come a moment later than the form.
  createEffect(() => {
    const profile = desk.profile()
    if (!profile || untrack(isTouched)) return
    setForm("currency", profile.currency)
    setSeats(usualSeats(profile.tables) ?? untrack(otherSeats))
  })
  const termsNow = () => {
    const reading = readTerms(form)
    return "terms" in reading ? reading.terms : null
  }
  const chooseStructure = (from: string | Structure) => {
    if (typeof from === "string") choose(from)
    setOwnFile(typeof from === "string" ? undefined : from)
    // The levels are others now: what ended with one of them has to be said anew.
    setForm({ buyInUntil: "", reEntryUntil: "", rebuyUntil: "", addOnUntil: "" })
  }
  const isReady = () =>
    termsNow() !== null && "beginning" in readKind(kind) && name().trim() !== "" && !isMaking()

  const create = async (event: SubmitEvent) => {
    event.preventDefault()
    const chosen = structure()
    const terms = termsNow()
    const what = readKind(kind)
    if (!chosen || !terms || !("beginning" in what) || !isReady()) return
    setMaking(true)
    const made = { ...chosen, seatsPerTable: seats() }
    const { isScreenTaken } = await acts.create(name().trim(), made, terms, {
      ...what.beginning,
      season: await seasonOf(desk.hall.values(), kind.startsAt, season()),
    })
    if (isScreenTaken) say(ts("screen.kept"))
    setTouched(false)
    formSettled()
    props.onDone()
    navigate("/operator/players")
  }

  return (
    <form
      class="card grid gap-6 p-5"
      onSubmit={(event) => void create(event)}
      onInput={() => setTouched(true)}
      aria-label={t("create.title")}
    >
      <header>
        <h1 class="text-2xl font-bold">{t("create.title")}</h1>
        <p class="text-subtext0">{t(props.isFirst ? "create.first" : "create.text")}</p>
      </header>
      <label class="field-label">
        {t("create.name")}
        <input
          class="field text-lg"
          maxlength="60"
          required
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <div class="grid gap-2">
        <StructureChoice
          offers={offers()}
          chosen={ownFile() ? undefined : offer()?.id}
          onChoose={chooseStructure}
        />
        <OwnStructure
          read={ownFile()}
          onRead={(read) => {
            chooseStructure(read)
            setTouched(true)
          }}
        />
      </div>
      <SeatsChoice chosen={seats()} onChoose={setSeats} />
      <TermsFields
        form={form}
        levels={structure()?.levels ?? []}
        onChange={setForm}
        onFees={(fees) => setForm("fees", fees)}
      />
      <Show when={hasLeagues(desk.hall.values())}>
        <Suspense fallback={<div class="min-h-[4.375rem]" />}>
          <SeasonField startsAt={kind.startsAt} chosen={season()} onChoose={setSeason} />
        </Suspense>
      </Show>
      <KindFields form={kind} onChange={setKind} />
      <div class="flex flex-wrap items-center justify-between gap-3">
        <PriceLines terms={termsNow()} />
        <Buttons isReady={isReady()} onCancel={props.isFirst ? null : () => props.onDone()} />
      </div>
    </form>
  )
}

function Buttons(props: { isReady: boolean; onCancel: (() => void) | null }) {
  return (
    <div class="ml-auto flex gap-2">
      <Show when={props.onCancel}>
        {(cancel) => (
          <button type="button" class="button min-h-14" onClick={() => cancel()()}>
            {t("app.cancel")}
          </button>
        )}
      </Show>
      <button class="button button-primary min-h-14 px-8 text-lg" disabled={!props.isReady}>
        {t("create.go")}
      </button>
    </div>
  )
}

/** From a file, as few do. */
const OwnStructure = (props: ComponentProps<typeof StructureFile>) => (
  <Suspense fallback={<div class="min-h-14" />}>
    <StructureFile {...props} />
  </Suspense>
)

function StructureChoice(props: {
  offers: readonly StructureOffer[]
  chosen: string | undefined
  onChoose: (id: string) => void
}) {
  return (
    <Choice legend={t("create.structure")}>
      <div class="grid gap-2 sm:grid-cols-3">
        <For each={props.offers}>
          {({ id, structure: each }) => (
            <label class="choice grid min-h-20 gap-0.5 p-3">
              <input
                class="sr-only"
                type="radio"
                name="structure"
                checked={props.chosen === id}
                onChange={() => props.onChoose(id)}
              />
              <span class="font-semibold break-words">{each.name}</span>
              <span class="text-sm text-subtext0">
                {t("create.minutes", Math.round((each.levels[0]?.durationMs ?? 0) / 60_000))}
              </span>
              <span class="text-sm text-subtext0">
                {t("create.stack", formatChips(each.startingStack, locale()))}
              </span>
            </label>
          )}
        </For>
      </div>
    </Choice>
  )
}

/** The usual ones, and that of the structure. */
const seatChoices = (chosen: number): number[] =>
  [...new Set([...SEATS, chosen])].toSorted((a, b) => a - b)

function SeatsChoice(props: { chosen: number; onChoose: (seats: number) => void }) {
  return (
    <Choice legend={t("create.seats")}>
      <div class="flex gap-2">
        <For each={seatChoices(props.chosen)}>
          {(each) => (
            <label class="choice grid min-h-11 min-w-11 flex-1 place-content-center font-semibold">
              <input
                class="sr-only"
                type="radio"
                name="seats"
                checked={props.chosen === each}
                onChange={() => props.onChoose(each)}
              />
              {each}
            </label>
          )}
        </For>
      </div>
    </Choice>
  )
}

function Choice(props: { legend: string; children: JSX.Element }) {
  return (
    <fieldset class="relative">
      <legend class="mb-1.5 text-sm font-medium text-subtext1">{props.legend}</legend>
      {props.children}
    </fieldset>
  )
}
