import { createEffect, createMemo, createSignal, Index, Show } from "solid-js"
import * as v from "valibot"
import type { SaleLimit } from "../../../domain/limits.ts"
import { formatCents } from "../../../domain/money.ts"
import { priceOf } from "../../../domain/price.ts"
import { PlayerId } from "../../../schemas/ids.ts"
import type { OverrideReason, Profile } from "../../../schemas/intent.ts"
import type { Cents } from "../../../schemas/units.ts"
import { useDesk } from "../../data/desk-context.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { Icon } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import { earlierInEvent, flightRefusal } from "../event/flight-entry.ts"
import { LimitStep } from "./limit-step.tsx"
import { createProfile, ProfileChoice } from "./profile-choice.tsx"
import { limitAt } from "./sales.ts"
import { isSearchAsked, searchIsThere } from "./search-asked.ts"
import { suggest, type Suggestion } from "./search.ts"
import { SuggestionRow } from "./suggestion-row.tsx"

const LIST = "players-suggested"
const NOBODY = v.parse(PlayerId, "nobody")

/**
 * Type, tap, done: finds a player or makes a new one, and takes the buy-in in the same tap. A
 * player who is in already is only found (`onFind`).
 */
export function Register(props: {
  /** Whether players are put on the waiting list, and pay later. */
  isListing: boolean
  onFind: (playerId: PlayerId) => void
}) {
  const [text, setText] = createSignal("")
  const [highlighted, setHighlighted] = createSignal(0)
  holdReloadWhile(() => text() !== "")
  const profile = createProfile()
  const { suggestions, price, take, isWaiting, stopped, letThrough, forget } = createRegistering(
    text,
    { isListing: () => props.isListing, profile: profile.profile },
    (id) => props.onFind(id),
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
              isListing={props.isListing}
              isWaiting={isWaiting(suggestion())}
              isHighlighted={index === highlighted()}
              onTake={() => choose(suggestion())}
            />
          )}
        </Index>
      </ul>
      <Show when={stopped()}>
        {(sale) => (
          <Sheet
            isOpen
            onClose={forget}
            title={sale().name}
            subtitle={t(`kind.${sale().kind}`)}
            closeLabel={t("app.close")}
          >
            <LimitStep
              what={`${t(`kind.${sale().kind}`)} · ${sale().name}`}
              limit={sale().limit}
              onOverride={letThrough}
            />
          </Sheet>
        )}
      </Show>
    </section>
  )
}

const isBack = (suggestion: Suggestion): boolean =>
  suggestion.kind === "known" && suggestion.standing === "out"

/** An entry that a limit stopped, until somebody lets it through. */
type StoppedSale = {
  name: string
  /** Of somebody new the player is made only once the entry goes through. */
  playerId: PlayerId | null
  kind: "buy-in" | "re-entry"
  amount: Cents
  limit: SaleLimit
}

/** What the typed text may mean, and what taking one of the suggestions does. */
function createRegistering(
  text: () => string,
  { isListing, profile }: { isListing: () => boolean; profile: () => Profile },
  onFind: (playerId: PlayerId) => void,
) {
  const { desk, acts } = useDesk()
  const [stopped, setStopped] = createSignal<StoppedSale | null>(null)
  const standings = createMemo(() => {
    const standing = new Map<string, "in" | "out">()
    for (const playerId of earlierInEvent(desk)) standing.set(playerId, "out")
    for (const { playerId, out } of desk.floor().entries)
      if (!out || standing.get(playerId) !== "in") standing.set(playerId, out ? "out" : "in")
    return standing
  })
  const suggestions = createMemo(() =>
    suggest(text(), desk.players.all(), (id) => standings().get(id) ?? "new"),
  )
  const waiting = createMemo(() => new Set(desk.floor().waiting.map(({ playerId }) => playerId)))
  const isWaiting = (suggestion: Suggestion) =>
    suggestion.kind === "known" && waiting().has(suggestion.player.playerId)
  const price = (suggestion: Suggestion) => {
    const terms = desk.terms()
    const kind = isBack(suggestion) ? "re-entry" : "buy-in"
    const cost = terms && priceOf(terms, { kind, profile: profile() })
    return cost ? formatCents(cost.priceCents, terms.currency, locale()) : undefined
  }
  /** Whether the suggestion could be taken; says why where it could not. */
  const take = (suggestion: Suggestion): boolean => {
    const { name, playerId } =
      suggestion.kind === "make" ? { name: suggestion.name, playerId: null } : suggestion.player
    if (suggestion.kind === "known" && suggestion.standing === "in") {
      onFind(suggestion.player.playerId)
      return true
    }
    const refusal = suggestion.kind === "known" && flightRefusal(desk, suggestion.player)
    if (refusal) {
      sayProblem(refusal)
      return false
    }
    if (isListing()) {
      void putOnList(name, playerId)
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
    // Who is new has taken nothing yet, so any id tells of them.
    const limit = limitAt(desk, { kind, playerId: playerId ?? NOBODY })
    if (limit) setStopped({ name, playerId, kind, amount, limit })
    else void enter({ name, playerId, kind, amount })
    return true
  }
  const enter = async (
    { name, playerId, kind, amount }: Omit<StoppedSale, "limit">,
    override?: OverrideReason,
  ) => {
    // Making the player takes a moment, in which another tournament may come to the front.
    const here = desk.shown()
    const at = profile()
    if (!here) return
    const id = playerId ?? (await acts.addPlayer(name))
    const undo = await acts.enter(kind, id, amount, { override, profile: at, here })
    if (undo) say(t("players.bought", name), { label: t("app.undo"), run: undo })
  }
  const putOnList = async (name: string, playerId: PlayerId | null) => {
    const undo = acts.putOnList(playerId ?? (await acts.addPlayer(name)))
    say(tp("wait.done", name), { label: t("app.undo"), run: undo })
  }
  return {
    suggestions,
    price,
    take,
    isWaiting,
    stopped,
    forget: () => setStopped(null),
    letThrough: (reason: OverrideReason) => {
      const sale = stopped()
      setStopped(null)
      if (sale) void enter(sale, reason)
    },
  }
}
