import { useNavigate } from "@solidjs/router"
import { createSignal, For, type JSX, Show } from "solid-js"
import { createStore } from "solid-js/store"
import { formatChips } from "../../../domain/money.ts"
import { builtInStructures } from "../../../domain/structure.ts"
import type { Structure } from "../../../schemas/structure.ts"
import { useDesk } from "../../data/desk-context.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/staff.ts"
import { PriceLines } from "./price-line.tsx"
import { defaultTerms, readTerms } from "./terms-form.ts"
import { TermsFields } from "./terms-fields.tsx"

const SEATS = [6, 7, 8, 9, 10]

/** A tournament from a built-in structure: everything has a sensible value, one tap makes it. */
export function CreateTournament(props: { isFirst: boolean; onDone: () => void }) {
  const { acts } = useDesk()
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
  const termsNow = () => {
    const reading = readTerms(form)
    return "terms" in reading ? reading.terms : null
  }
  const chooseStructure = (chosen: Structure) => {
    setStructure(chosen)
    // The levels are others now: what ended with one of them has to be said anew.
    setForm({ buyInUntil: "", reEntryUntil: "", rebuyUntil: "", addOnUntil: "" })
  }
  const isReady = () => termsNow() !== null && name().trim() !== "" && !isMaking()

  const create = async (event: SubmitEvent) => {
    event.preventDefault()
    const chosen = structure()
    const terms = termsNow()
    if (!chosen || !terms || !isReady()) return
    setMaking(true)
    await acts.create(name().trim(), { ...chosen, seatsPerTable: seats() }, terms)
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
      <StructureChoice chosen={structure()} onChoose={chooseStructure} />
      <SeatsChoice chosen={seats()} onChoose={setSeats} />
      <TermsFields
        form={form}
        levels={structure()?.levels ?? []}
        onChange={setForm}
        onFees={(fees) => setForm("fees", fees)}
      />
      <div class="flex flex-wrap items-center justify-between gap-3">
        <PriceLines terms={termsNow()} />
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
