import { createEffect, createMemo, createSignal, Index } from "solid-js"
import { formatCents } from "../../../domain/money.ts"
import { priceOf } from "../../../domain/price.ts"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { Profile } from "../../../schemas/intent.ts"
import { useDesk } from "../../data/desk-context.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { Icon } from "../../ui/icon.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/staff.ts"
import { createProfile, ProfileChoice } from "./profile-choice.tsx"
import { isSearchAsked, searchIsThere } from "./search-asked.ts"
import { suggest, type Suggestion } from "./search.ts"
import { SuggestionRow } from "./suggestion-row.tsx"

const LIST = "players-suggested"

/**
 * Type, tap, done: finds a player or makes a new one, and takes the buy-in in the same tap. A
 * player who is in already is only found (`onFind`).
 */
export function Register(props: { onFind: (playerId: PlayerId) => void }) {
  const [text, setText] = createSignal("")
  const [highlighted, setHighlighted] = createSignal(0)
  holdReloadWhile(() => text() !== "")
  const profile = createProfile()
  const { suggestions, price, take } = createRegistering(
    text,
    (id) => props.onFind(id),
    profile.profile,
  )
  let input: HTMLInputElement | undefined
  createEffect(() => {
    if (!isSearchAsked()) return
    input?.focus()
    searchIsThere()
  })

  const write = (value: string) => {
    setText(value)
    setHighlighted(0)
    formSettled()
  }
  const choose = (suggestion: Suggestion | undefined) => {
    if (!suggestion || !take(suggestion)) return
    write("")
    input?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = suggestions().length - 1
    if (event.key === "ArrowDown") setHighlighted(Math.min(last, highlighted() + 1))
    else if (event.key === "ArrowUp") setHighlighted(Math.max(0, highlighted() - 1))
    else if (event.key === "Escape") write("")
    else if (event.key === "Enter") choose(suggestions()[highlighted()])
    else return
    event.preventDefault()
  }

  return (
    <section class="relative">
      <ProfileChoice {...profile} />
      <label class="relative block">
        <span class="sr-only">{t("players.search")}</span>
        <Icon
          name="search"
          class="pointer-events-none absolute top-1/2 left-4 size-6 -translate-y-1/2 text-subtext0"
        />
        <input
          ref={(element) => {
            input = element
          }}
          class="field min-h-16 pl-13 text-xl"
          role="combobox"
          aria-expanded={suggestions().length > 0}
          aria-controls={LIST}
          aria-autocomplete="list"
          aria-activedescendant={suggestions().length > 0 ? `${LIST}-${highlighted()}` : undefined}
          autocomplete="off"
          autocapitalize="words"
          spellcheck={false}
          maxlength="80"
          placeholder={t("players.searchHint")}
          value={text()}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <ul
        id={LIST}
        role="listbox"
        aria-label={t("players.suggested")}
        class="absolute inset-x-0 top-full z-20 mt-2 grid gap-1 rounded-2xl border border-surface1 bg-base p-2 shadow-2xl empty:hidden"
      >
        <Index each={suggestions()}>
          {(suggestion, index) => (
            <SuggestionRow
              id={`${LIST}-${index}`}
              suggestion={suggestion()}
              price={price(suggestion())}
              isHighlighted={index === highlighted()}
              onTake={() => choose(suggestion())}
            />
          )}
        </Index>
      </ul>
    </section>
  )
}

const isBack = (suggestion: Suggestion): boolean =>
  suggestion.kind === "known" && suggestion.standing === "out"

/** What the typed text may mean, and what taking one of the suggestions does. */
function createRegistering(
  text: () => string,
  onFind: (playerId: PlayerId) => void,
  profile: () => Profile,
) {
  const { desk, acts } = useDesk()
  const standings = createMemo(() => {
    const standing = new Map<string, "in" | "out">()
    for (const { playerId, out } of desk.floor().entries)
      if (!out || standing.get(playerId) !== "in") standing.set(playerId, out ? "out" : "in")
    return standing
  })
  const suggestions = createMemo(() =>
    suggest(text(), desk.players.all(), (id) => standings().get(id) ?? "new"),
  )
  const price = (suggestion: Suggestion) => {
    const terms = desk.terms()
    const kind = isBack(suggestion) ? "re-entry" : "buy-in"
    const cost = terms && priceOf(terms, { kind, profile: profile() })
    return cost ? formatCents(cost.priceCents, terms.currency, locale()) : undefined
  }
  /** Whether the suggestion could be taken; says why where it could not. */
  const take = (suggestion: Suggestion): boolean => {
    const name = suggestion.kind === "make" ? suggestion.name : suggestion.player.name
    if (suggestion.kind === "known" && suggestion.standing === "in") {
      onFind(suggestion.player.playerId)
      return true
    }
    const terms = desk.terms()
    if (!terms) {
      sayProblem(t("players.notOpen"))
      return false
    }
    const kind = isBack(suggestion) ? "re-entry" : "buy-in"
    const amount = priceOf(terms, { kind, profile: profile() })?.priceCents
    if (amount === undefined) {
      sayProblem(t("players.noReEntry", name))
      return false
    }
    void enter(suggestion, name, kind, amount)
    return true
  }
  const enter = async (
    suggestion: Suggestion,
    name: string,
    kind: "buy-in" | "re-entry",
    amount: Parameters<typeof acts.enter>[2],
  ) => {
    const at = profile()
    const playerId =
      suggestion.kind === "make" ? await acts.addPlayer(name) : suggestion.player.playerId
    const undo = await acts.enter(kind, playerId, amount, at)
    if (undo) say(t("players.bought", name), { label: t("app.undo"), run: undo })
  }
  return { suggestions, price, take }
}
