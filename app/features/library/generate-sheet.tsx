import { createMemo, createSignal, For, Show } from "solid-js"
import { createStore } from "solid-js/store"
import { InvalidInput } from "../../../domain/invalid.ts"
import { generateLevels } from "../../../domain/structure-generator.ts"
import type { Level } from "../../../schemas/structure.ts"
import { newRowId } from "../../data/library-documents.ts"
import { Sheet } from "../../ui/sheet.tsx"
import { t } from "../../words/library.ts"
import { t as staff } from "../../words/staff.ts"
import { hoursText, numberText, readWhole } from "./amounts.ts"
import { createChipChoice } from "./chip-choice.ts"
import type { Draft } from "./draft.ts"
import { replaceLevels } from "./level-rows.ts"

/** Levels from a wish: the result is seen before it takes the place of what there is. */
export function GenerateSheet(props: { draft: Draft; onClose: () => void }) {
  const chips = createChipChoice()
  const [wish, setWish] = createStore({ players: "40", hours: "5", levelMinutes: "20" })
  const [hasAnte, setAnte] = createSignal(true)
  const stack = () => {
    const value = props.draft.fields["startingStack"]
    return typeof value === "number" ? value : 0
  }
  const made = createMemo((): { levels: Level[] } | { problem: string } => {
    const [players, hours, levelMinutes] = [wish.players, wish.hours, wish.levelMinutes].map(
      (text) => readWhole(text) ?? 0,
    )
    try {
      return {
        levels: generateLevels({
          startingStack: stack(),
          players: players ?? 0,
          minutes: (hours ?? 0) * 60,
          levelMinutes: levelMinutes ?? 0,
          chips: chips.values(),
          ante: hasAnte() ? "bigBlind" : "none",
        }),
      }
    } catch (error) {
      if (error instanceof InvalidInput) return { problem: error.message }
      throw error
    }
  })
  const take = () => {
    const result = made()
    if (!("levels" in result)) return
    props.draft.set({
      ...replaceLevels({ ...props.draft.fields }, result.levels, newRowId),
      lateRegistrationEndsAt: null,
      rebuysEndAt: null,
      addOnAt: null,
    })
    props.onClose()
  }
  const fields = [
    ["players", "structure.players"],
    ["hours", "structure.hours"],
    ["levelMinutes", "structure.levelMinutes"],
  ] as const
  return (
    <Sheet
      isOpen
      onClose={() => props.onClose()}
      title={t("structure.generateTitle")}
      subtitle={<p>{t("structure.generateText")}</p>}
      closeLabel={staff("app.close")}
    >
      <form
        class="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          take()
        }}
      >
        <For each={fields}>
          {([field, label]) => (
            <label class="field-label">
              {t(label)}
              <input
                class="field"
                inputmode="numeric"
                value={wish[field]}
                onInput={(event) => setWish(field, event.currentTarget.value)}
              />
            </label>
          )}
        </For>
        <label class="field-label">
          {t("structure.chips")}
          <select class="field" onChange={(event) => chips.choose(event.currentTarget.value)}>
            <option value="">{t("structure.usualChips")}</option>
            <For each={chips.sets()}>
              {({ name }) => (
                <option value={name} selected={chips.chosen() === name}>
                  {name}
                </option>
              )}
            </For>
          </select>
        </label>
        <label class="flex min-h-11 items-center gap-3 font-medium">
          <input
            type="checkbox"
            class="size-6 accent-lavender"
            checked={hasAnte()}
            onChange={(event) => setAnte(event.currentTarget.checked)}
          />
          {t("structure.bigBlindAnte")}
        </label>
        <Preview made={made()} />
        <button class="button button-primary min-h-14 text-lg" disabled={!("levels" in made())}>
          {t("structure.generateGo")}
        </button>
      </form>
    </Sheet>
  )
}

function Preview(props: { made: { levels: Level[] } | { problem: string } }) {
  const levels = () => ("levels" in props.made ? props.made.levels : [])
  const length = () => levels().reduce((sum, { durationMs }) => sum + durationMs, 0)
  return (
    <div class="grid gap-2 rounded-xl bg-mantle p-3" aria-live="polite">
      <Show
        when={"levels" in props.made}
        fallback={<p class="text-red">{"problem" in props.made ? props.made.problem : ""}</p>}
      >
        <p class="font-semibold">
          {t("structure.generated", levels().length)} · {t("structure.length", hoursText(length()))}
        </p>
        <p class="text-sm text-subtext0">
          {levels()
            .map((level) =>
              level.kind === "break"
                ? t("structure.break")
                : `${numberText(level.smallBlind)}/${numberText(level.bigBlind)}`,
            )
            .join(" · ")}
        </p>
      </Show>
    </div>
  )
}
