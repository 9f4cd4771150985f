import { For, Show } from "solid-js"
import * as v from "valibot"
import { ErasureLine, PersonalRead } from "../../../schemas/people.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/owner.ts"
import { createAsked } from "./asked.ts"
import { Waiting } from "./deed.tsx"
import { Keeping } from "./keeping.tsx"
import { PageTitle } from "./page-title.tsx"
import { Go } from "./place.tsx"
import { countText, momentText } from "./when.ts"
import { createWho } from "./who.ts"

const Erasures = v.object({ erasures: v.array(ErasureLine) })
const Reads = v.object({ reads: v.array(PersonalRead) })

/** What people have asked for, how far it has come, and who has looked at whom. */
export function Requests() {
  const who = createWho()
  return (
    <>
      <PageTitle title={t("page.requests")} />
      <ErasureList who={who} />
      <Keeping />
      <ReadList who={who} />
    </>
  )
}

function ErasureList(props: { who: (id: string) => string }) {
  const { answer, problem, load } = createAsked(() => "/api/erasures", Erasures)
  return (
    <section class="grid gap-3" aria-labelledby="erasures">
      <h2 id="erasures" class="text-xl font-semibold">
        {t("requests.erasures")}
      </h2>
      <Show when={answer()} fallback={<Waiting problem={problem()} onAgain={() => void load()} />}>
        {(known) => (
          <Show
            when={known().erasures.length > 0}
            fallback={
              <Empty
                icon="check"
                title={t("requests.noErasures")}
                text={t("requests.noErasuresText")}
              />
            }
          >
            <ul class="card divide-y divide-surface0">
              <For each={known().erasures}>
                {(erasure) => (
                  <li class="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-3">
                    <p class="min-w-0 grow">
                      <span class="block font-semibold">{momentText(erasure.askedAt)}</span>
                      <span class="block text-sm text-subtext0">
                        {t("requests.by", props.who(erasure.askedBy))}
                      </span>
                    </p>
                    <span
                      class={erasure.erasedAt === erasure.venues ? "text-green" : "text-yellow"}
                    >
                      {t("requests.progress", erasure.erasedAt, erasure.venues)}
                    </span>
                    <Go
                      to={{ page: "receipt", person: erasure.personId }}
                      class="button"
                      label={`${t("requests.open")}: ${momentText(erasure.askedAt)}`}
                    >
                      <Icon name="receipt" />
                      {t("requests.open")}
                    </Go>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </section>
  )
}

function ReadList(props: { who: (id: string) => string }) {
  const { answer, problem, load } = createAsked(() => "/api/reads", Reads)
  return (
    <section class="grid gap-3" aria-labelledby="reads">
      <h2 id="reads" class="text-xl font-semibold">
        {t("requests.reads")}
      </h2>
      <p class="text-subtext1">{t("requests.readsText")}</p>
      <Show when={answer()} fallback={<Waiting problem={problem()} onAgain={() => void load()} />}>
        {(known) => (
          <Show
            when={known().reads.length > 0}
            fallback={
              <Empty icon="log" title={t("requests.noReads")} text={t("requests.noReadsText")} />
            }
          >
            <table class="card w-full border-separate border-spacing-0 text-left max-md:block">
              <thead class="max-md:sr-only">
                <tr class="text-sm text-subtext0">
                  <th class="px-5 py-3 font-medium">{t("requests.at")}</th>
                  <th class="px-5 py-3 font-medium">{t("requests.who")}</th>
                  <th class="px-5 py-3 font-medium">{t("requests.what")}</th>
                  <th class="px-5 py-3 text-right font-medium">{t("requests.many")}</th>
                </tr>
              </thead>
              <tbody class="max-md:block">
                <For each={known().reads}>{(read) => <ReadRow read={read} who={props.who} />}</For>
              </tbody>
            </table>
          </Show>
        )}
      </Show>
    </section>
  )
}

const CELL = "max-md:block md:border-t md:border-surface0 md:px-5 md:py-2"

function ReadRow(props: { read: PersonalRead; who: (id: string) => string }) {
  const what = () => t(`read.${props.read.what}`)
  return (
    <tr class="max-md:relative max-md:block max-md:border-t max-md:border-surface0 max-md:px-5 max-md:py-3 max-md:first:border-t-0">
      <td class={`${CELL} text-sm whitespace-nowrap text-subtext0`}>{momentText(props.read.at)}</td>
      <td class={`${CELL} font-semibold`}>{props.who(props.read.reader)}</td>
      <td class={CELL}>
        <Show when={props.read.personId} fallback={what()}>
          {(person) => (
            <Go
              to={{ page: "person", person: person() }}
              class="inline-flex min-h-11 items-center underline underline-offset-4"
            >
              {what()}
            </Go>
          )}
        </Show>
      </td>
      <td
        class={`${CELL} text-right max-md:absolute max-md:top-3 max-md:right-5 max-md:text-sm max-md:text-subtext0`}
      >
        <span class="max-md:hidden">{countText(props.read.people)}</span>
        <span class="md:hidden">{t("requests.people", props.read.people)}</span>
      </td>
    </tr>
  )
}
