import { createMemo, createSignal, For, Show } from "solid-js"
import type { Fields } from "../../../domain/library-fields.ts"
import { type StructureProblem, verifyStructure } from "../../../domain/structure-verifier.ts"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/library.ts"
import { readWhole } from "./amounts.ts"
import { createChipChoice } from "./chip-choice.ts"
import { levelName } from "./describe.ts"
import { levelsIn } from "./level-rows.ts"

const USUAL_PLAYERS = "40"

/** What would go wrong on the night, said while there is time. Advice, never a lock. */
export function StructureCheck(props: { fields: Fields }) {
  const chips = createChipChoice()
  const [players, setPlayers] = createSignal(USUAL_PLAYERS)
  const found = createMemo(() => problemsOf(props.fields, chips.values(), readWhole(players())))
  return (
    <details class="rounded-xl border border-surface0 bg-mantle">
      <summary class="flex min-h-11 cursor-pointer items-center gap-2 px-3 py-2">
        <Icon
          name={found().length === 0 ? "check" : "warning"}
          class={`size-5 shrink-0 ${found().length === 0 ? "text-green" : "text-yellow"}`}
        />
        <span class="min-w-0">
          {found().length === 0 ? t("structure.wellDone") : t("structure.advice", found().length)}
        </span>
      </summary>
      <div class="grid gap-3 px-3 pb-3">
        <ul class="grid gap-1">
          <For each={found()}>
            {(problem) => <li class="text-pretty">{sentence(props.fields, problem)}</li>}
          </For>
        </ul>
        <div class="flex flex-wrap items-center gap-2 text-sm text-subtext0">
          {t("structure.check")}
          <input
            class="field w-20!"
            inputmode="numeric"
            aria-label={t("structure.players")}
            value={players()}
            onInput={(event) => setPlayers(event.currentTarget.value)}
          />
          {t("structure.checkPlayers")}
          <Show when={chips.sets().length > 0}>
            <select
              class="field w-auto!"
              aria-label={t("structure.chips")}
              onChange={(event) => chips.choose(event.currentTarget.value)}
            >
              <option value="">{t("structure.usualChips")}</option>
              <For each={chips.sets()}>
                {({ name }) => (
                  <option value={name} selected={chips.chosen() === name}>
                    {name}
                  </option>
                )}
              </For>
            </select>
          </Show>
        </div>
      </div>
    </details>
  )
}

type Found = StructureProblem & { id: string | null }

function problemsOf(fields: Fields, chips: readonly number[], players: number | null): Found[] {
  const levels = levelsIn(fields)
  const { startingStack } = fields
  const isStack = typeof startingStack === "number" && startingStack >= 1
  if (levels.length === 0 || !isStack || players === null || players < 2) return []
  return verifyStructure({
    levels: levels.map(({ level }) => level),
    chips: neededChips(chips, levels, startingStack),
    startingStack,
    players,
  }).map((problem) => ({
    ...problem,
    id: problem.level === null ? null : (levels[problem.level]?.id ?? null),
  }))
}

/** Without the lowest that nothing is paid with: where they are not in play they do no harm. */
function neededChips(
  chips: readonly number[],
  levels: ReturnType<typeof levelsIn>,
  startingStack: number,
): number[] {
  const amounts = levels.flatMap(({ level }) =>
    level.kind === "round" ? [level.smallBlind, level.bigBlind, level.ante] : [],
  )
  const values = chips.toSorted((a, b) => a - b)
  while (
    values[1] !== undefined &&
    [startingStack, ...amounts].every((each) => each % (values[1] ?? 1) === 0)
  )
    values.shift()
  return values
}

function sentence(fields: Fields, { kind, id }: Found): string {
  const text = t(`structure.problem.${kind}`)
  return id === null ? text : `${levelName(fields, id)}: ${text}.`
}
