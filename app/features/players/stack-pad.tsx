import { createSignal } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import type { StackCount } from "../../../schemas/documents/tournament.ts"
import type { Chips } from "../../../schemas/units.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { NumberPad } from "../../ui/number-pad.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/players.ts"
import { agoText } from "../floor/ago.ts"
import { readStack } from "./stack-text.ts"

/** A pad for one stack; the one that was counted last is said below the field. */
export function StackPad(props: {
  last: StackCount | null
  enterLabel: string
  onCount: (count: Chips) => void
}) {
  const [text, setText] = createSignal("")
  const read = () => readStack(text())
  const isWrong = () => text().trim() !== "" && read() === null
  const hint = () => {
    if (isWrong()) return t("count.wrong")
    const count = read()
    if (count !== null) return t("count.reads", formatChips(count, locale()))
    const { last } = props
    return last
      ? t("count.last", formatChips(last.count, locale()), agoText(leafNow() - last.at, locale()))
      : t("count.none")
  }
  const enter = () => {
    const count = read()
    if (count !== null) props.onCount(count)
  }
  return (
    <NumberPad
      value={text()}
      label={t("count.field")}
      eraseLabel={t("count.erase")}
      enterLabel={props.enterLabel}
      isWrong={isWrong()}
      hint={hint()}
      canEnter={read() !== null}
      onChange={setText}
      onEnter={enter}
    />
  )
}
