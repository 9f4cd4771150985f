import { createSignal, type JSX } from "solid-js"
import type { Scalar } from "../../../domain/library-fields.ts"
import { readPercent } from "../tonight/terms-form.ts"
import { minutesText, percentText, readMinutes, readWhole } from "./amounts.ts"
import type { Draft } from "./draft.ts"

/** How a number is typed and shown. */
type Form = { read: (text: string) => number | null; show: (value: number) => string }
export const whole: Form = { read: readWhole, show: String }
export const minutes: Form = { read: readMinutes, show: minutesText }
export const percent: Form = { read: readPercent, show: percentText }

/**
 * A number of the draft. What is typed stays as it is typed while it means the same; what is no
 * number is kept as text, which nobody can save.
 */
export function NumberField(props: {
  draft: Draft
  field: string
  form: Form
  label: string
  /** Empty is a value of its own: "not given". */
  isOptional?: boolean
  class?: string
  placeholder?: string
}) {
  const [typed, setTyped] = createSignal<string | null>(null)
  const value = (): Scalar => props.draft.fields[props.field] ?? null
  const meant = (text: string): Scalar => {
    if (text.trim() === "" && props.isOptional) return null
    return props.form.read(text) ?? text
  }
  const shown = () => {
    const [text, current] = [typed(), value()]
    if (text !== null && meant(text) === current) return text
    return typeof current === "number" ? props.form.show(current) : String(current ?? "")
  }
  return (
    <input
      class={`field ${props.class ?? ""}`}
      classList={{ "border-red!": typeof value() === "string" }}
      inputmode="decimal"
      autocomplete="off"
      aria-label={props.label}
      aria-invalid={typeof value() === "string"}
      placeholder={props.placeholder}
      value={shown()}
      onFocus={(event) => event.currentTarget.select()}
      onInput={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        props.draft.set({ [props.field]: meant(text) })
      }}
      onBlur={() => setTyped(null)}
    />
  )
}

/** A text of the draft. */
export function TextField(props: {
  draft: Draft
  field: string
  label: string
  longest: number
  class?: string
}) {
  return (
    <input
      class={`field ${props.class ?? ""}`}
      autocomplete="off"
      maxlength={props.longest}
      aria-label={props.label}
      value={String(props.draft.fields[props.field] ?? "")}
      onInput={(event) => props.draft.set({ [props.field]: event.currentTarget.value })}
    />
  )
}

/** A field with its name above it. */
export function Labelled(props: { label: string; children: JSX.Element }) {
  return (
    <div class="field-label content-start">
      <span aria-hidden="true">{props.label}</span>
      {props.children}
    </div>
  )
}
