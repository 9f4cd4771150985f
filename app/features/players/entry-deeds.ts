import type { Accessor } from "solid-js"
import { type BountyBook, type BountyPart, headCents } from "../../../domain/bounty-book.ts"
import { formatChips } from "../../../domain/money.ts"
import type { Writes } from "../../../domain/floor.ts"
import type { SaleLimit, Wish } from "../../../domain/limits.ts"
import { priceOf } from "../../../domain/price.ts"
import type { EntryId } from "../../../schemas/ids.ts"
import type { OverrideReason } from "../../../schemas/intent.ts"
import { type Cents, cents, type Chips } from "../../../schemas/units.ts"
import { sum } from "../../../domain/share-out.ts"
import type { Undo } from "../../data/undoable.ts"
import { useDesk } from "../../data/desk-context.ts"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/players.ts"
import { t } from "../../words/staff.ts"
import { createMoney } from "../money/money-format.ts"
import type { EntryAct, EntryView } from "./entry-view.ts"
import { limitAt } from "./sales.ts"

type SaleAct = Exclude<EntryAct, "bust" | "undoBust">

/** What a sheet shows: the acts, or what one of them has still to be told. */
export type Step =
  | { kind: "acts" }
  | { kind: "count" }
  | { kind: "hand"; first: EntryId }
  /** `changeFloor` is the bust, done with the bounty or not at all; nothing where it is long out. */
  | { kind: "bounty"; changeFloor: (() => Undo) | null }
  | { kind: "limit"; act: SaleAct; limit: SaleLimit }
  | { kind: "profile" }

export type Deeds = ReturnType<typeof createEntryDeeds>

type OpenSheet = {
  view: Accessor<EntryView>
  bounties: Accessor<BountyBook>
  setStep: (step: Step) => void
  onDone: () => void
}

const done = (text: string, undo: Undo | null): void => {
  if (undo) say(text, { label: t("app.undo"), run: undo })
}

/** What the buttons of a sheet do. Each says what was done, with its undo, and closes the sheet. */
export function createEntryDeeds(sheet: OpenSheet) {
  const { desk, acts } = useDesk()
  const knockouts = createKnockouts(sheet)
  const name = () => desk.players.nameOf(sheet.view().playerId)
  const priceFor = (act: EntryAct): Cents | undefined => {
    const terms = desk.account()?.terms
    if (!terms || act === "bust" || act === "undoBust") return undefined
    return priceOf(terms, { kind: act })?.priceCents
  }
  const sell = async (act: SaleAct, override: OverrideReason | undefined) => {
    const { entryId, playerId } = sheet.view()
    const [text, amount] = [t(`did.${act}`, name()), priceFor(act)]
    sheet.onDone()
    if (amount === undefined) return
    const undo =
      act === "re-entry"
        ? await acts.enter(act, playerId, amount, override)
        : await acts.extra(act, entryId, amount, override)
    done(text, undo)
  }
  return {
    ...knockouts,
    priceFor,
    show: sheet.setStep,
    carryOut(act: EntryAct, override?: OverrideReason): void {
      const { entryId, playerId } = sheet.view()
      if (act === "bust") return knockouts.bustWith(() => acts.bust(entryId))
      if (act === "undoBust") {
        const text = t("did.undoBust", name())
        sheet.onDone()
        return done(text, acts.bringBack(entryId))
      }
      const wish: Wish = act === "re-entry" ? { kind: act, playerId } : { kind: act, entryId }
      const limit = override === undefined ? limitAt(desk, wish) : null
      if (limit) return sheet.setStep({ kind: "limit", act, limit })
      void sell(act, override)
    },
    count(count: Chips): void {
      const { entryId } = sheet.view()
      const text = tp("count.done", name(), formatChips(count, locale()))
      sheet.onDone()
      done(text, acts.count(entryId, count))
    },
  }
}

/** Busts and what hangs on them: the bounty, which is paid with the bust and taken back with it. */
function createKnockouts(sheet: OpenSheet) {
  const { desk, acts } = useDesk()
  const money = createMoney()
  const name = () => desk.players.nameOf(sheet.view().playerId)
  /** What is on the own head and can be won; 0 without bounties. */
  const head = (): Cents => {
    const book = sheet.bounties()
    return book.kind === "told" ? headCents(book.state, sheet.view().entryId) : cents(0)
  }
  /** A bust, after the question who has won the bounty where there is one. */
  const bustWith = (changeFloor: () => Undo): void => {
    if (head() > 0) return sheet.setStep({ kind: "bounty", changeFloor })
    const text = t("did.bust", name())
    sheet.onDone()
    done(text, changeFloor())
  }
  return {
    head,
    bustWith,
    bustInHand: (writes: Writes): void => bustWith(() => acts.write(writes)),
    async knockOut(changeFloor: (() => Undo) | null, parts: BountyPart[]): Promise<void> {
      const { entryId } = sheet.view()
      const paid = money(cents(sum(parts.map(({ amountCents }) => amountCents))))
      const out = t("did.bust", name())
      const withBounty = changeFloor ? tp("bounty.done", name(), paid) : tp("bounty.gave", paid)
      sheet.onDone()
      if (!changeFloor && parts.length === 0) return
      const undo = await acts.payBounty(entryId, parts, changeFloor ?? undefined)
      done(parts.length > 0 ? withBounty : out, undo)
    },
    /** The winner of the tournament collects the own head. */
    async settleOwn(): Promise<void> {
      const { entryId } = sheet.view()
      const amountCents = head()
      sheet.onDone()
      const undo = await acts.payBounty(entryId, [{ entryId, amountCents }])
      done(tp("bounty.gave", money(amountCents)), undo)
    },
  }
}
