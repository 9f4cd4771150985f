import { type JSX, Match, Show, Switch } from "solid-js"
import { formatCents, formatChips } from "../../../domain/money.ts"
import type { PhoneNight, PhoneOwn, Standing } from "../../../schemas/phone.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/phone.ts"
import { ageText } from "./age.ts"

/** Where the own player sits, as large as the phone allows: read between two hands of cards. */
export function SeatCard(props: {
  own: PhoneOwn | null
  night: PhoneNight
  now: number
  isGuest: boolean
}) {
  const as = <Kind extends Standing["kind"]>(kind: Kind) => {
    const standing = props.own?.standing
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind was just compared
    return standing?.kind === kind ? (standing as Extract<Standing, { kind: Kind }>) : undefined
  }
  const prize = (amount: PhoneNight["poolCents"]) =>
    t("seat.prize", formatCents(amount, props.night.currency ?? "EUR", locale()))
  return (
    <section class="felt grid min-h-60 place-content-center justify-items-center gap-2 rounded-[2rem] border-4 border-rail p-4 text-center text-[#f4f7f5]">
      <Switch>
        <Match when={as("seated")}>
          {(seated) => (
            <>
              <p class="sr-only">{t("seat.say", seated().table, seated().seat)}</p>
              <div class="flex items-end justify-center gap-10" aria-hidden="true">
                <Huge label={t("seat.table")} number={seated().table} />
                <Huge label={t("seat.seat")} number={seated().seat} />
              </div>
              <Show when={seated().stack}>
                {(stack) => (
                  <p class="text-[#d5e4dc]">
                    {t(
                      "seat.stack",
                      formatChips(stack().chips, locale()),
                      ageText(props.now - stack().at),
                    )}
                  </p>
                )}
              </Show>
            </>
          )}
        </Match>
        <Match when={as("unseated")}>
          <Words title={t("seat.unseated")}>{t("seat.unseatedText")}</Words>
        </Match>
        <Match when={as("won")}>
          {(won) => (
            <Words title={t("seat.won")}>
              <Show when={won().prizeCents}>{(amount) => <>{prize(amount())}</>}</Show>
            </Words>
          )}
        </Match>
        <Match when={as("out")}>
          {(out) => (
            <Words title={out().place === null ? t("seat.out") : t("seat.place", out().place ?? 0)}>
              <Show when={out().prizeCents} fallback={t("seat.outText")}>
                {(amount) => <>{prize(amount())}</>}
              </Show>
            </Words>
          )}
        </Match>
        <Match when={as("not-entered")}>
          <Words title={t("seat.notEntered")}>{t("seat.notEnteredText")}</Words>
        </Match>
        <Match when={props.isGuest}>
          <Words title={t("seat.guest")}>{t("seat.guestText")}</Words>
        </Match>
      </Switch>
    </section>
  )
}

function Huge(props: { label: string; number: number }) {
  return (
    <span class="grid justify-items-center gap-2">
      <span class="text-lg font-semibold text-[#d5e4dc]">{props.label}</span>
      <span
        class="leading-[0.8] font-bold"
        classList={{ "text-[8.5rem]": props.number < 10, "text-[6.5rem]": props.number >= 10 }}
      >
        {props.number}
      </span>
    </span>
  )
}

function Words(props: { title: string; children: JSX.Element }) {
  return (
    <>
      <p class="text-4xl font-bold text-balance">{props.title}</p>
      <p class="max-w-xs text-lg text-balance text-[#d5e4dc]">{props.children}</p>
    </>
  )
}
