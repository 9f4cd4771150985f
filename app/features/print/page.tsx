import type { JSX } from "solid-js"
import type { PageSize } from "./paper.ts"

/** A hair less than the paper, so that rounding never makes a page of nothing. */
const HAIR_MM = 0.3

/** One page, as it will be printed. */
export function Page(props: { size: PageSize; children: JSX.Element }) {
  return (
    <section
      class="paper-page"
      style={{ width: `${props.size.width}mm`, height: `${props.size.height - HAIR_MM}mm` }}
    >
      {props.children}
    </section>
  )
}
