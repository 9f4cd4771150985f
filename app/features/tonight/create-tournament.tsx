import { useNavigate } from "@solidjs/router"
import { createEffect, createSignal, For, type JSX, Show, untrack } from "solid-js"
import { createStore } from "solid-js/store"
import { feeCents } from "../../../domain/fees.ts"
import { formatCents, formatChips } from "../../../domain/money.ts"
import { builtInStructures } from "../../../domain/structure.ts"
import type { Structure } from "../../../schemas/structure.ts"
import { cents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/staff.ts"
import { StructureFile } from "../import/structure-file.tsx"
import { usualSeats } from "../venue/room-tables.ts"
import { defaultTerms, readTerms } from "./terms-form.ts"
import { TermsFields } from "./terms-fields.tsx"

const SEATS = [6, 7, 8, 9, 10]

/** A tournament from a built-in structure: everything has a sensible value, one tap makes it. */
export function CreateTournament(props: { isFirst: boolean; onDone: () => void }) {
  const { desk, acts } = useDesk()
  const navigate = useNavigate()
  const [name, setName] = createSignal(
    t("create.defaultName", new Date().toLocaleDateString(locale(), { weekday: "long" })),
  )
  const [structure, setStructure] = createSignal(builtInStructures[0])
  const [seats, setSeats] = createSignal(structure()?.seatsPerTable ?? 9)
  const [form, setForm] = createStore({ ...defaultTerms })
  const [isTouched, setTouched] = createSignal(false)
  const [isMaking, setMaking] = createSignal(false)
  holdReloadWhile(isTouched)
  // What the venue says of itself may come a moment later than the form.
  createEffect(() => {
    const profile = desk.profile()
    if (!profile || untrack(isTouched)) return
    setForm("currency", profile.currency)
    setSeats(usualSeats(profile.tables) ?? untrack(seats))
  })
  const isReady = () => "terms" in readTerms(form) && name().trim() !== "" && !isMaking()

  const create = async (event: SubmitEvent) => {
    event.preventDefault()
    const chosen = structure()
    const reading = readTerms(form)
    if (!chosen || !("terms" in reading) || !isReady()) return
    setMaking(true)
    await acts.create(name().trim(), { ...chosen, seatsPerTable: seats() }, reading.terms)
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
        <StructureChoice chosen={structure()} onChoose={setStructure} />
        <StructureFile
          chosen={structure()}
          onRead={(read) => {
            setStructure(read)
            setTouched(true)
          }}
        />
      </div>
      <SeatsChoice chosen={seats()} onChoose={setSeats} />
      <TermsFields form={form} onChange={setForm} />
      <div class="flex flex-wrap items-center justify-between gap-3">
        <p class="text-subtext1">{summary(readTerms(form))}</p>
        <div class="ml-auto flex gap-2">
          <Show when={!props.isFirst}>
            <button type="button" class="button min-h-14" onClick={() => props.onDone()}>
              {t("app.cancel")}
            </button>
          </Show>
          <button class="button button-primary min-h-14 px-8 text-lg" disabled={!isReady()}>
            {t("create.go")}
          </button>
        </div>
      </div>
    </form>
  )
}

function StructureChoice(props: {
  chosen: Structure | undefined
  onChoose: (structure: Structure) => void
}) {
  return (
    <Choice legend={t("create.structure")}>
      <div class="grid gap-2 sm:grid-cols-3">
        <For each={builtInStructures}>
          {(each) => (
            <label class="choice grid min-h-20 gap-0.5 p-3">
              <input
                class="sr-only"
                type="radio"
                name="structure"
                checked={props.chosen?.name === each.name}
                onChange={() => props.onChoose(each)}
              />
              <span class="font-semibold">{each.name}</span>
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

function SeatsChoice(props: { chosen: number; onChoose: (seats: number) => void }) {
  return (
    <Choice legend={t("create.seats")}>
      <div class="flex gap-2">
        <For each={SEATS}>
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

/** Where a buy-in goes, in words; nothing while the prices are not understood. */
function summary(reading: ReturnType<typeof readTerms>): string {
  if (!("terms" in reading)) return ""
  const { buyIn, currency } = reading.terms
  const fee = feeCents(buyIn)
  const pool = cents(buyIn.priceCents - fee)
  return t(
    "create.summary",
    formatCents(pool, currency, locale()),
    formatCents(fee, currency, locale()),
  )
}
