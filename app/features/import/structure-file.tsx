import { createSignal, For, Show } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import { builtInStructures } from "../../../domain/structure.ts"
import type { Structure } from "../../../schemas/structure.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/structure-file.ts"

const MOST_SHOWN = 5

/** A structure of the house's own, from a file; what is wrong in it is told by the line. */
export function StructureFile(props: {
  /** What was read last, while it is what is chosen. */
  read: Structure | undefined
  onRead: (structure: Structure) => void
}) {
  const [problems, setProblems] = createSignal<readonly string[]>([])
  const read = async (file: File | undefined) => {
    const [base] = builtInStructures
    if (!file || !base) return
    const { decodeText, readCsv, UnreadableList } = await import("./read-csv.ts")
    const { readStructureList } = await import("./structure-list.ts")
    try {
      const rows = await readCsv(decodeText(new Uint8Array(await file.arrayBuffer())))
      const name =
        file.name
          .replace(/\.\w+$/, "")
          .trim()
          .slice(0, 60) || "CSV"
      const result = readStructureList(rows, { name, base })
      if ("structure" in result) {
        setProblems([])
        props.onRead(result.structure)
      } else
        setProblems(
          result.wrong.map(({ line, problem }) =>
            t("structureFile.line", line, t(`structureFile.problem.${problem}`)),
          ),
        )
    } catch (error) {
      if (!(error instanceof UnreadableList)) throw error
      setProblems([error.message])
    }
  }
  return (
    <div class="grid gap-1">
      <label class="choice relative flex min-h-14 flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2">
        <input
          class="absolute inset-0 cursor-pointer opacity-0"
          type="file"
          accept=".csv,.txt,text/csv"
          aria-label={t("structureFile.open")}
          onChange={(event) => {
            void read(event.currentTarget.files?.[0])
            event.currentTarget.value = ""
          }}
        />
        <span class="font-semibold">{t("structureFile.open")}</span>
        <span class="text-sm text-subtext0">
          <Show when={props.read} fallback={t("structureFile.columns")}>
            {(structure) => (
              <span class="text-green" role="status">
                {summary(structure())}
              </span>
            )}
          </Show>
        </span>
      </label>
      <ul class="text-sm text-red empty:hidden" role="alert">
        <For each={problems().slice(0, MOST_SHOWN)}>{(problem) => <li>{problem}</li>}</For>
      </ul>
    </div>
  )
}

function summary({ name, levels, startingStack }: Structure): string {
  const rounds = levels.filter(({ kind }) => kind === "round").length
  const stack = formatChips(startingStack, locale())
  return t("structureFile.read", name, rounds, levels.length - rounds, stack)
}
