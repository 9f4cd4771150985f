import { For, Show } from "solid-js"
import { QrCode } from "../../ui/qr-code.tsx"
import { t } from "../../words/print.ts"
import type { CardCode } from "./codes.ts"
import type { Person } from "./people.ts"
import { cardPage, cardsPerPage, fittingSize, inPages, type Paper } from "./paper.ts"
import { Page } from "./page.tsx"

/** Seat cards, eight to a sheet with lines to cut along, or one to a cut of the roll. */
export function CardPages(props: {
  people: readonly Person[]
  paper: Paper
  tournament: string
  /** The code for the player's phone, where there is one. */
  codeOf: (person: Person) => CardCode | undefined
}) {
  return (
    <For each={inPages(props.people, cardsPerPage(props.paper))}>
      {(people) => (
        <Page size={cardPage(props.paper)}>
          <div
            class="grid h-full"
            classList={{ "grid-cols-2 grid-rows-4": props.paper !== "roll" }}
          >
            <For each={people}>
              {(person, index) => (
                <div
                  class="min-h-0 min-w-0"
                  classList={{
                    "border-dashed border-[#999]": props.paper !== "roll",
                    "border-r-[0.25mm]": props.paper !== "roll" && index() % 2 === 0,
                    "border-b-[0.25mm]": props.paper !== "roll" && index() < 6,
                  }}
                >
                  <Card
                    person={person}
                    tournament={props.tournament}
                    isNarrow={props.paper === "roll"}
                    code={props.codeOf(person)}
                  />
                </div>
              )}
            </For>
          </div>
        </Page>
      )}
    </For>
  )
}

function Card(props: {
  person: Person
  tournament: string
  isNarrow: boolean
  code: CardCode | undefined
}) {
  const width = () => (props.isNarrow ? 70 : 88)
  const nameSize = () => `${fittingSize(props.person.name.length, width(), 7.5)}mm`
  return (
    <article
      class="flex h-full flex-col justify-between"
      classList={{ "px-[5mm] py-[4mm]": props.isNarrow, "px-[8mm] py-[8mm]": !props.isNarrow }}
    >
      <header>
        <p class="truncate text-[3.4mm] text-[#333]">{props.tournament}</p>
        <h2
          class="mt-[1mm] leading-[1.15] font-bold whitespace-nowrap"
          style={{ "font-size": nameSize() }}
        >
          {props.person.name}
        </h2>
        <Show when={props.person.from}>
          {(from) => (
            <p class="text-[3.4mm] text-[#333]">{t("card.from", from().table, from().seat)}</p>
          )}
        </Show>
      </header>
      <div class="flex items-end gap-[7mm]">
        <Figure
          label={t("card.table")}
          value={props.person.seat?.table}
          isNarrow={props.isNarrow}
        />
        <Figure label={t("card.seat")} value={props.person.seat?.seat} isNarrow={props.isNarrow} />
        <Show when={props.code}>
          {(code) => (
            <figure class="ml-auto grid w-[25mm] justify-items-center gap-[0.5mm]">
              <QrCode text={code().address} label={t("card.code", props.person.name)} />
              <figcaption class="text-center text-[2.1mm] leading-[1.1]">
                <span class="block font-mono text-[4.2mm] leading-[1.2] font-bold tracking-[0.1em]">
                  {code().text}
                </span>
                {t("card.scan")}
              </figcaption>
            </figure>
          )}
        </Show>
      </div>
    </article>
  )
}

function Figure(props: { label: string; value: number | undefined; isNarrow: boolean }) {
  return (
    <p>
      <span class="block text-[3.4mm] text-[#333]">{props.label}</span>
      <span
        class="block leading-none font-bold"
        classList={{ "text-[15mm]": props.isNarrow, "text-[19mm]": !props.isNarrow }}
      >
        {props.value}
      </span>
    </p>
  )
}
