import { For, Show } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import { QrCode } from "../../ui/qr-code.tsx"
import { t } from "../../words/print.ts"
import type { TableView } from "../floor/tables.ts"
import { Page } from "./page.tsx"
import { inPages, type Paper, tablePage } from "./paper.ts"
import { TablePicture } from "./table-picture.tsx"

/** The tables as they are seated, to hang up or to lay on them: one to a page, or four. */
export function TablePages(props: {
  tables: readonly TableView[]
  paper: Paper
  perPage: 1 | 4
  tournament: string
  nameOf: (playerId: PlayerId) => string
  /** Of the page that shows what is played at a table. */
  addressOf: (table: number) => string
}) {
  const isRoll = () => props.paper === "roll"
  const perPage = () => (isRoll() ? 1 : props.perPage)
  const seats = () => Math.max(...props.tables.map(({ table }) => table.seats))
  return (
    <For each={inPages(props.tables, perPage())}>
      {(tables) => (
        <Page size={tablePage(props.paper, seats())}>
          <div
            class="grid h-full"
            classList={{
              "grid-cols-2 grid-rows-2": perPage() === 4,
              "px-[4mm] py-[4mm]": isRoll(),
              "px-[8mm] py-[8mm]": !isRoll(),
            }}
          >
            <For each={tables}>
              {(view) => <Table {...props} view={view} size={size(isRoll(), perPage())} />}
            </For>
          </div>
        </Page>
      )}
    </For>
  )
}

type Size = "large" | "small" | "roll"
const size = (isRoll: boolean, perPage: 1 | 4): Size =>
  isRoll ? "roll" : perPage === 4 ? "small" : "large"

const titles: Record<Size, string> = {
  large: "text-[18mm]",
  small: "text-[9mm]",
  roll: "text-[9mm]",
}
const rows: Record<Size, string> = {
  large: "h-[13mm] text-[6.5mm]",
  small: "h-[6.2mm] text-[3.6mm]",
  roll: "h-[9mm] text-[4.2mm]",
}

function Table(props: {
  view: TableView
  size: Size
  tournament: string
  nameOf: (playerId: PlayerId) => string
  /** Of the page that shows what is played at a table. */
  addressOf: (table: number) => string
}) {
  return (
    <article
      class="flex min-w-0 flex-col"
      classList={{
        "gap-[6mm] p-[4mm]": props.size === "large",
        "gap-[2mm] p-[3mm]": props.size !== "large",
      }}
    >
      <header class="flex items-baseline justify-between gap-[4mm]">
        <h2 class={`leading-none font-bold whitespace-nowrap ${titles[props.size]}`}>
          {t("diagram.table", props.view.table.number)}
        </h2>
        <p class="min-w-0 truncate text-[3.4mm] text-[#333]">{props.tournament}</p>
        <Show when={props.size === "large"}>
          <figure class="ml-auto grid w-[28mm] shrink-0 justify-items-center gap-[0.5mm]">
            <QrCode
              text={props.addressOf(props.view.table.number)}
              label={t("diagram.code", props.view.table.number)}
            />
            <figcaption class="text-center text-[2.6mm] leading-[1.1]">{t("card.scan")}</figcaption>
          </figure>
        </Show>
      </header>
      <Show when={props.size !== "roll"}>
        <TablePicture view={props.view} nameOf={props.nameOf} />
      </Show>
      <ol
        class="grid content-start gap-x-[6mm]"
        classList={{ "grid-cols-2 grid-flow-col": props.size === "large" }}
        style={
          props.size === "large"
            ? { "grid-template-rows": `repeat(${Math.ceil(props.view.seats.length / 2)}, auto)` }
            : {}
        }
      >
        <For each={props.view.seats}>
          {({ seat, entry }) => (
            <li
              class={`flex min-w-0 items-center gap-[3mm] border-b-[0.25mm] border-[#bbb] ${rows[props.size]}`}
            >
              <span class="w-[1.6em] shrink-0 text-right text-[#333]">{seat}</span>
              <span class="min-w-0 truncate font-semibold">
                {entry ? props.nameOf(entry.playerId) : ""}
              </span>
            </li>
          )}
        </For>
      </ol>
    </article>
  )
}
