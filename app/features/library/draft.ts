import { createEffect, createMemo, createSignal, on } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import { differences } from "../../../domain/library-diff.ts"
import { type Fields, rowsOf, type Scalar, writesBetween } from "../../../domain/library-fields.ts"
import { kindOf, listOf, readItem } from "../../../domain/library-items.ts"
import { fieldsOf, headsOf, type ItemDocument } from "../../../library/document.ts"
import type { OpenItem } from "../../data/library-documents.ts"
import { holdReloadWhile } from "../../data/unsaved.ts"
import { t } from "../../words/library.ts"
import { percentText } from "./amounts.ts"

/** An item while it is edited: nothing is a change of it before it is saved. */
export type Draft = ReturnType<typeof createDraft>

/** Opens an item for editing; as long as nothing is edited it follows what others do. */
export function createDraft(item: OpenItem) {
  const [opened, setOpened] = createSignal(stateOf(item.doc()))
  const [fields, setFields] = createStore<Record<string, Scalar>>({ ...opened().fields })
  const unsaved = createMemo(() => differences(opened().fields, { ...fields }).length)
  const isDirty = () => unsaved() > 0
  holdReloadWhile(isDirty)
  const reset = (): void => {
    const state = stateOf(item.doc())
    setOpened(state)
    setFields(reconcile({ ...state.fields }))
  }
  createEffect(
    on(
      item.doc,
      () => {
        if (!isDirty()) reset()
      },
      { defer: true },
    ),
  )
  return {
    fields,
    unsaved,
    isDirty,
    reset,
    set: (changes: Fields): void => setFields(changes),
    /** Whether somebody else has changed the item since it was opened. */
    isOvertaken: () => isDirty() && headsOf(item.doc()).join() !== opened().heads.join(),
    problem: createMemo(() => problemText({ ...fields })),
    /** Makes what was edited one change of the item. Resolves with the way back. */
    async save(): Promise<() => Promise<void>> {
      const { heads, fields: before } = opened()
      const undo = await item.save(heads, writesBetween(before, { ...fields }))
      reset()
      return undo
    },
  }
}

const stateOf = (doc: ItemDocument) => ({ heads: headsOf(doc), fields: fieldsOf(doc) })

/** Why this cannot be saved, in the reader's language; `null` where it can. */
function problemText(fields: Fields): string | null {
  if (!("problem" in readItem(fields))) return null
  const kind = kindOf(fields)
  const { name } = fields
  if (typeof name !== "string" || name.trim() === "") return t("library.wrongName")
  if (kind === null) return t("library.wrongField")
  const rows = rowsOf(fields, listOf(kind))
  if (rows.length === 0) return t("library.wrongEmpty")
  if (kind === "payout-table") return sharesProblem(rows.map((row) => row.fields["share"]))
  const values = rows.map((row) => row.fields["value"])
  if (kind === "chip-set" && new Set(values).size < values.length) return t("library.wrongTwice")
  return t("library.wrongField")
}

function sharesProblem(shares: readonly (Scalar | undefined)[]): string {
  const known = shares.filter((share) => typeof share === "number")
  if (known.length < shares.length) return t("library.wrongField")
  const sum = known.reduce((total, share) => total + share, 0)
  if (sum !== 10_000) return t("library.wrongSum", percentText(sum))
  return t("library.wrongOrder")
}
