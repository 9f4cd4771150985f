import { For, Show } from "solid-js"
import { locale } from "../../words/language.ts"
import { t } from "../../words/print.ts"
import { Page } from "./page.tsx"
import { fittingSize, inPages, type Paper, ROW_HEIGHT, rowsPerPage, signInPage } from "./paper.ts"
import type { Person } from "./people.ts"

/** Everybody by name with a box to sign in; each page has its heading and says which it is. */
export function SignInPages(props: {
  people: readonly Person[]
  paper: Paper
  tournament: string
  /** When this is printed, in milliseconds. */
  at: number
}) {
  const pages = () => inPages(props.people, rowsPerPage(props.paper))
  const isRoll = () => props.paper === "roll"
  const printed = () =>
    new Date(props.at).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" })
  return (
    <For each={pages()}>
      {(people, index) => (
        <Page size={signInPage(props.paper, props.people.length)}>
          <div
            class="flex h-full flex-col"
            classList={{ "px-[4mm] py-[4mm]": isRoll(), "px-[14mm] py-[10mm]": !isRoll() }}
          >
            <header class="flex items-end justify-between gap-[4mm] pb-[3mm]">
              <div class="min-w-0">
                <h2
                  class="truncate font-bold"
                  classList={{ "text-[4mm]": isRoll(), "text-[6mm]": !isRoll() }}
                >
                  {props.tournament}
                </h2>
                <p class="text-[3.2mm]">
                  {t("sheet.title")} · {t("sheet.players", props.people.length)}
                </p>
              </div>
              <Show when={!isRoll()}>
                <p class="text-[3.2mm] whitespace-nowrap">{t("sheet.printed", printed())}</p>
              </Show>
            </header>
            <Rows people={people} isRoll={isRoll()} />
            <footer class="mt-auto flex justify-end pt-[2mm] text-[3.2mm]">
              {t("sheet.page", index() + 1, pages().length)}
            </footer>
          </div>
        </Page>
      )}
    </For>
  )
}

function Rows(props: { people: readonly Person[]; isRoll: boolean }) {
  const seatOf = ({ seat }: Person) =>
    seat ? t(props.isRoll ? "sheet.short" : "sheet.at", seat.table, seat.seat) : "–"
  const nameSize = (name: string) =>
    `${fittingSize(name.length, props.isRoll ? 28 : 74, props.isRoll ? 3.4 : 4.4)}mm`
  const cell = "border-[0.25mm] border-[#777] px-[2mm]"
  return (
    <table class="w-full table-fixed border-collapse">
      <thead>
        <tr class="text-left text-[3.2mm]">
          <th class={`${cell} h-[6mm] w-[46%]`}>{t("sheet.name")}</th>
          <th class={`${cell} w-[22%]`}>{t("sheet.seat")}</th>
          <th class={cell}>{t("sheet.signature")}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.people}>
          {(person) => (
            <tr style={{ height: `${ROW_HEIGHT}mm` }}>
              <td
                class={`${cell} font-semibold whitespace-nowrap`}
                style={{ "font-size": nameSize(person.name) }}
              >
                {person.name}
              </td>
              <td
                class={`${cell} whitespace-nowrap`}
                classList={{ "text-[2.8mm]": props.isRoll, "text-[3.6mm]": !props.isRoll }}
              >
                {seatOf(person)}
              </td>
              <td class={cell} />
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
