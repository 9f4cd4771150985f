import { type Accessor, createMemo, Index, type JSX, Show } from "solid-js"
import { formatCents, formatChips } from "../../../../domain/money.ts"
import type { Cents } from "../../../../schemas/units.ts"
import { locale } from "../../../words/language.ts"
import { listShape, type WidgetProps } from "../display-face.ts"

/** An amount as the venue writes it; a dash while nobody has said in which currency. */
export const money = (amount: Cents, currency: string | null): string =>
  currency === null ? "–" : formatCents(amount, currency, locale())

export const chipsText = (amount: number | null): string =>
  amount === null ? "–" : formatChips(amount, locale())

export const timeOfDay = (at: number): string =>
  new Date(at).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })

/** How wide a text is, in digits: points, commas and spaces are narrow. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (/[\s.,:/'’]/.test(letter) ? 0.5 : 1), 0)

/** A number with what it is: the number as large as there is room for. */
export function Figure(props: {
  label: string
  text: string
  note?: string | undefined
  /** How many characters it may get, where it changes all evening and must not jump. */
  chars?: number
  class?: string
}) {
  const chars = () => String(Math.max(props.chars ?? 0, widthOf(props.text), 3))
  return (
    <div class="w-inner">
      <p class="w-label" style={{ "--chars": String(Math.max(9, props.label.length)) }}>
        {props.label}
      </p>
      <p
        class={`w-figure ${props.class ?? ""}`}
        style={{ "--chars": chars(), "--tall": props.note === undefined ? "50" : "42" }}
      >
        {props.text}
      </p>
      <Show when={props.note}>
        {(note) => (
          <p class="w-note" style={{ "--chars": String(Math.max(12, note().length)) }}>
            {note()}
          </p>
        )}
      </Show>
    </div>
  )
}

/** A line: what it is, and what it says. */
export function Line(props: { label: string; text: string; chars?: number; class?: string }) {
  const chars = () => String(Math.max(14, props.label.length + (props.chars ?? props.text.length)))
  return (
    <p class="w-line" style={{ "--chars": chars() }}>
      <span>{props.label}</span>
      <span class={props.class}>{props.text}</span>
    </p>
  )
}

/**
 * A list under its head. Rows are kept and filled anew, so that an evening of changes makes no new
 * elements.
 */
export function List<Item>(
  props: Pick<WidgetProps, "widget"> & {
    label: string
    aside?: string | undefined
    items: readonly Item[]
    empty: string
    mostColumns?: number
    /** Of the longest row. */
    chars: number
    children: (item: Accessor<Item>, index: number) => JSX.Element
  },
) {
  const shape = createMemo(() =>
    listShape(props.items.length, props.widget, props.mostColumns ?? 1),
  )
  const squares = () => props.widget.h
  return (
    <section class="w-list" style={{ "--cells": String(squares()) }}>
      <h2 class="w-head">
        <span>{props.label}</span>
        <span>{props.aside}</span>
      </h2>
      <Show when={props.items.length > 0} fallback={<p class="w-empty">{props.empty}</p>}>
        <ol
          class="w-rows"
          aria-label={props.label}
          style={{
            "--rows": String(shape().rows),
            "--columns": String(shape().columns),
            "--row": String((54 * (squares() - 0.9)) / shape().rows / squares()),
            "--chars": String(props.chars),
          }}
        >
          <Index each={props.items.slice(0, shape().shown)}>
            {(item, index) => <li class="w-row">{props.children(item, index)}</li>}
          </Index>
        </ol>
      </Show>
    </section>
  )
}
