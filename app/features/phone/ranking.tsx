import { For, type JSX, Show } from "solid-js"
import { formatChips } from "../../../domain/money.ts"
import type { PhoneNight } from "../../../schemas/phone.ts"
import { locale } from "../../words/language.ts"
import { t } from "../../words/phone.ts"
import { ageText } from "./age.ts"

/** Who is out and who has most, by nickname: nobody is named here who did not ask for it. */
export function Ranking(props: { night: PhoneNight; now: number }) {
  return (
    <>
      <Show when={props.night.stacks.length > 0}>
        <List title={t("ranking.stacks")}>
          <For each={props.night.stacks}>
            {(stack) => (
              <Row nickname={stack.nickname}>
                <span class="text-right">
                  <span class="font-semibold">{formatChips(stack.chips, locale())}</span>
                  <span class="block text-sm text-subtext0">
                    {t("ranking.counted", ageText(props.now - stack.at))}
                  </span>
                </span>
              </Row>
            )}
          </For>
        </List>
      </Show>
      <List title={t("ranking.out")}>
        <For
          each={props.night.out}
          fallback={<li class="px-4 py-3 text-subtext1">{t("ranking.none")}</li>}
        >
          {(out) => (
            <Row nickname={out.nickname}>
              <span class="text-lg font-semibold">{out.place}</span>
            </Row>
          )}
        </For>
      </List>
      <p class="px-2 text-sm text-subtext0">{t("ranking.names")}</p>
    </>
  )
}

function List(props: { title: string; children: JSX.Element }) {
  return (
    <section>
      <h2 class="px-2 pb-2 text-lg font-semibold">{props.title}</h2>
      <ol class="card overflow-hidden">{props.children}</ol>
    </section>
  )
}

function Row(props: { nickname: string; children: JSX.Element }) {
  return (
    <li class="flex min-h-13 items-center justify-between gap-3 px-4 py-1.5 not-last:border-b not-last:border-surface0">
      <span class="min-w-0 truncate">{props.nickname}</span>
      {props.children}
    </li>
  )
}
