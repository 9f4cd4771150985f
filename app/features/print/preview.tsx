import "./print.css"
// The rule means core/, the cloud; this is a library that has the word in its name.
// oxlint-disable-next-line no-restricted-imports
import { Dialog } from "@kobalte/core/dialog"
import { createMemo, createSignal, Match, Show, Switch } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { Receipt } from "../../../schemas/receipt.ts"
import { receiptOf } from "../../../domain/receipt.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { phonePath } from "../../data/registrations.ts"
import { Icon } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/print.ts"
import { t as ts } from "../../words/staff.ts"
import { tableViews } from "../floor/tables.ts"
import { ReceiptPaper } from "../receipt/receipt-paper.tsx"
import { CardPages } from "./card-pages.tsx"
import { createCodes } from "./codes.ts"
import { createPageCount, createZoom, keepPageSize } from "./fitting.ts"
import { Page } from "./page.tsx"
import { cardPage, type Paper, receiptPage, signInPage, tablePage } from "./paper.ts"
import { cardsFor, peopleIn, type Which } from "./people.ts"
import { PrintBar, type Wish } from "./print-bar.tsx"
import { closePrint, lastMoved, type PrintJob } from "./printing.ts"
import { createRemembered } from "./remembered.ts"
import { SignInPages } from "./sign-in-pages.tsx"
import { TablePages } from "./table-pages.tsx"

/** What will be printed, page by page as it comes out; then the browser's own print. */
export function Preview(props: { job: PrintJob }) {
  const wish = createWish(props.job)
  const papers = createPapers(() => props.job, wish)
  const zoom = createZoom(() => papers.size().width)
  const pages = createPageCount()
  const isEmpty = () => papers.people().length === 0 && wish.kind() !== "receipt"
  keepPageSize(() => papers.size())
  return (
    <Dialog open preventScroll={false} onOpenChange={(isOpen) => isOpen || closePrint()}>
      <Dialog.Portal>
        <Dialog.Content class="printing animate-fade fixed inset-0 z-50 grid grid-rows-[auto_minmax(0,1fr)] bg-crust outline-none">
          <PrintBar
            wish={wish}
            tables={papers.tables()}
            cards={papers.everybody().filter(({ seat }) => seat).length}
            moved={papers.moved().length}
            pages={isEmpty() ? 0 : pages.count()}
            codes={papers.codes}
            people={papers.people().length}
          />
          <div
            ref={(element) => {
              zoom.ref(element)
              pages.ref(element)
            }}
            class="printing-pages grid content-start justify-center gap-6 overflow-auto p-4"
            style={{ "--zoom": zoom.value() }}
            role="region"
            aria-label={t("print.preview")}
            tabindex="0"
          >
            <Show when={!isEmpty()} fallback={<Nothing kind={wish.kind()} />}>
              <Papers job={props.job} wish={wish} papers={papers} />
            </Show>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}

/** What was asked for, and what is remembered on this device of how. */
function createWish(job: PrintJob): Wish {
  const [kind, setKind] = createSignal(job.kind)
  const [which, setWhich] = createSignal<Which>(
    job.kind === "cards" ? { kind: job.which } : { kind: "all" },
  )
  const remembered = createRemembered()
  return { kind, setKind, which, setWhich, ...remembered }
}

type Papers = ReturnType<typeof createPapers>

/** Everything that may stand on the paper, with the names joined here. */
function createPapers(job: () => PrintJob, wish: Wish) {
  const { desk } = useDesk()
  const everybody = createMemo(() =>
    peopleIn(desk.floor(), (id) => desk.players.nameOf(id), locale()),
  )
  const moved = createMemo(() => cardsFor(everybody(), { kind: "moved" }, lastMoved()))
  const tables = createMemo(() => tableViews(desk.floor()))
  const people = createMemo(() => {
    switch (wish.kind()) {
      case "cards":
        return cardsFor(everybody(), wish.which(), lastMoved())
      case "sign-in":
        return everybody()
      case "tables":
        return tables().length > 0 ? everybody() : []
      case "receipt":
        return []
    }
  })
  const receipt = createMemo((): Receipt | null => {
    const wanted = job()
    if (wanted.kind !== "receipt") return null
    const line = desk.ledger.lines().find(({ sequence }) => sequence === wanted.sequence)
    return line ? receiptOf(desk.ledger.state(), line) : null
  })
  const size = createMemo(() => {
    const paper: Paper = wish.paper()
    switch (wish.kind()) {
      case "cards":
        return cardPage(paper)
      case "sign-in":
        return signInPage(paper, people().length)
      case "tables":
        return tablePage(paper, Math.max(2, ...tables().map(({ table }) => table.seats)))
      case "receipt":
        return receiptPage(paper)
    }
  })
  const codes = createCodes(people, () => wish.kind() === "cards" && wish.hasCodes())
  return { everybody, moved, tables, people, receipt, size, codes }
}

function Papers(props: { job: PrintJob; wish: Wish; papers: Papers }) {
  const { desk } = useDesk()
  const openedAt = Date.now()
  const tournament = () => desk.floor().tournament?.name ?? ""
  const nameOf = (id: PlayerId) => desk.players.nameOf(id)
  const player = () =>
    props.job.kind === "receipt" && props.job.playerId !== null
      ? nameOf(props.job.playerId)
      : undefined
  return (
    <Switch>
      <Match when={props.wish.kind() === "cards"}>
        <CardPages
          people={props.papers.people()}
          paper={props.wish.paper()}
          tournament={tournament()}
          codeOf={props.papers.codes.codeOf}
        />
      </Match>
      <Match when={props.wish.kind() === "sign-in"}>
        <SignInPages
          people={props.papers.people()}
          paper={props.wish.paper()}
          tournament={tournament()}
          at={openedAt}
        />
      </Match>
      <Match when={props.wish.kind() === "tables"}>
        <TablePages
          tables={props.papers.tables()}
          paper={props.wish.paper()}
          perPage={props.wish.perPage()}
          tournament={tournament()}
          nameOf={nameOf}
          addressOf={(table) => leafAddress(desk.venue.addresses, location, phonePath.table(table))}
        />
      </Match>
      <Match when={props.papers.receipt()}>
        {(receipt) => (
          <Page size={receiptPage(props.wish.paper())}>
            <div class="w-[80mm]">
              <ReceiptPaper
                receipt={receipt()}
                address={leafAddress(desk.venue.addresses, location, `/receipt/${receipt().code}`)}
                tournament={
                  desk.tournaments().find(({ id }) => id === receipt().tournamentId)?.name
                }
                player={player()}
              />
            </div>
          </Page>
        )}
      </Match>
    </Switch>
  )
}

function Nothing(props: { kind: PrintJob["kind"] }) {
  return (
    <p class="grid justify-items-center gap-3 py-16 text-center text-lg text-subtext1">
      <Icon name="print" class="size-10" />
      {t(props.kind === "sign-in" ? "print.nobody" : "print.none")}
      <button class="button" onClick={closePrint}>
        {ts("app.close")}
      </button>
    </p>
  )
}
