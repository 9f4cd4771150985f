import { Show } from "solid-js"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import type { Suggestion } from "./search.ts"

/** One line under the search box: who, and what a tap will do. */
export function SuggestionRow(props: {
  id: string
  suggestion: Suggestion
  /** The buy-in as text; `undefined` while no money can be taken. */
  price: string | undefined
  isHighlighted: boolean
  /** Whether a tap puts the player on the waiting list. */
  isListing: boolean
  /** Whether the player is on it. */
  isWaiting: boolean
  onTake: () => void
}) {
  const standing = () =>
    props.suggestion.kind === "known" ? props.suggestion.standing : ("new" as const)
  const isIn = () => standing() === "in"
  const label = () => {
    if (isIn()) return t("players.alreadyIn")
    if (props.isListing) return tp(props.isWaiting ? "wait.waits" : "wait.put")
    if (props.price === undefined) return t("players.notOpen")
    return t(standing() === "out" ? "players.reEnter" : "players.buyIn", props.price)
  }
  return (
    <li
      id={props.id}
      role="option"
      aria-selected={props.isHighlighted}
      aria-disabled={!isIn() && !props.isListing && props.price === undefined}
      class="flex min-h-14 cursor-pointer items-center justify-between gap-4 rounded-xl px-4"
      classList={{ "bg-surface0": props.isHighlighted }}
      onClick={() => props.onTake()}
      // Keeps the keyboard of a phone open for the next name.
      onPointerDown={(event) => event.preventDefault()}
    >
      <span class="min-w-0 truncate text-lg">
        <Show when={props.suggestion.kind === "make"}>
          <span class="text-subtext0">{t("players.new")} </span>
        </Show>
        <span class="font-semibold">
          {props.suggestion.kind === "make" ? props.suggestion.name : props.suggestion.player.name}
        </span>
      </span>
      <span
        class="shrink-0 font-semibold"
        classList={{
          "text-green": !isIn() && !props.isListing,
          "text-yellow": !isIn() && props.isListing,
          "text-lavender": isIn(),
        }}
      >
        {label()}
      </span>
    </li>
  )
}
