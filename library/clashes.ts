import * as Automerge from "@automerge/automerge/slim"
import { type Fields, meansSame, type Scalar } from "../domain/library-fields.ts"
import { type ItemDocument, plain } from "./document.ts"
import { historyOf, type Version } from "./history.ts"

/** One of the values that a field was given in different places. */
export type Choice = { value: Scalar; version: Version; isShown: boolean }

/** A field that was changed in two places, apart from each other, to different values. */
export type Clash = { key: string; choices: Choice[] }

/** All clashes, field by field; what was changed alike in two places is none. */
export function clashesOf(doc: ItemDocument): Clash[] {
  const contested = Object.keys(doc).flatMap((key) => {
    const values = Automerge.getConflicts(doc, key)
    return values === undefined ? [] : [{ key, values: Object.entries(values) }]
  })
  if (contested.length === 0) return []
  const history = historyOf(doc)
  return contested.flatMap(({ key, values }) => {
    const shown = plain(doc[key])
    const choices = values.flatMap(([operation, value]): Choice[] => {
      const version = versionOf(history, operation)
      return version
        ? [{ value: plain(value), version, isShown: meansSame(key, plain(value), shown) }]
        : []
    })
    const distinct = choices.filter(
      ({ value }, index) =>
        choices.findIndex((each) => meansSame(key, each.value, value)) === index,
    )
    return distinct.length > 1
      ? [{ key, choices: distinct.toSorted((a, b) => a.version.at - b.version.at) }]
      : []
  })
}

/** Which change an operation, `<number>@<actor>`, is part of. */
function versionOf(history: readonly Version[], operation: string): Version | undefined {
  const [number = "", actor] = operation.split("@")
  return history.find(
    ({ actor: by, operations: { from, to } }) =>
      by === actor && from <= Number(number) && Number(number) <= to,
  )
}

/** What to write so that a field has the chosen one of its values and clashes no more. */
export const writesToChoose = (clash: Clash, choice: Choice): Fields => ({
  [clash.key]: choice.value,
})
