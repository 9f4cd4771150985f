import { createSignal, For, Show } from "solid-js"
import { PeoplePage } from "../../../schemas/people.ts"
import { askOwner } from "../../data/owner-session.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { t } from "../../words/owner.ts"
import { createDeed, Problem } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { PageTitle } from "./page-title.tsx"
import { Go } from "./place.tsx"

/** Players of all venues by name. Nobody is asked for before somebody presses: every look is noted. */
export function People() {
  const desk = useOwner()
  const { found, setFound } = desk.people
  const [text, setText] = createSignal(found()?.search ?? "")
  const deed = createDeed()
  const ask = (search: string, after: string) =>
    askOwner(`/api/people?${new URLSearchParams({ search, after })}`, PeoplePage)
  const search = () =>
    deed.carryOut(async () => {
      const wanted = text().trim()
      setFound({ search: wanted, ...(await ask(wanted, "")) })
    })
  const more = () =>
    deed.carryOut(async () => {
      const last = found()
      if (!last || last.next === null) return
      const page = await ask(last.search, last.next)
      setFound({ ...last, people: [...last.people, ...page.people], next: page.next })
    })
  return (
    <>
      <PageTitle title={t("page.people")} />
      <form
        role="search"
        class="grid gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void search()
        }}
      >
        <label class="field-label" for="people-search">
          {t("people.search")}
        </label>
        <div class="flex gap-2">
          <input
            id="people-search"
            type="search"
            class="field min-h-12"
            autocomplete="off"
            autocapitalize="words"
            spellcheck={false}
            maxlength="80"
            enterkeyhint="search"
            aria-describedby="people-hint"
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button class="button button-primary min-h-12 shrink-0" disabled={deed.isBusy()}>
            <Icon name="search" class="size-5 shrink-0" />
            {t("people.find")}
          </button>
        </div>
        <p id="people-hint" class="text-sm text-pretty text-subtext0">
          {t("people.all")} {t("people.noted")}
        </p>
      </form>
      <Problem text={deed.problem()} />
      <Show
        when={found()}
        fallback={<Empty icon="players" title={t("people.start")} text={t("people.startText")} />}
      >
        {(list) => (
          <>
            <p role="status" class="sr-only">
              {t("people.listed", list().people.length)}
            </p>
            <Show
              when={list().people.length > 0}
              fallback={
                <Empty icon="search" title={t("people.none")} text={t("people.noneText")} />
              }
            >
              <ul class="card divide-y divide-surface0 overflow-hidden">
                <For each={list().people}>{(line) => <Line line={line} />}</For>
              </ul>
            </Show>
            <Show when={list().next !== null}>
              <button
                class="button min-h-12 justify-self-center"
                disabled={deed.isBusy()}
                onClick={() => void more()}
              >
                {t("app.more")}
              </button>
            </Show>
          </>
        )}
      </Show>
    </>
  )
}

function Line(props: { line: PeoplePage["people"][number] }) {
  return (
    <li>
      <Go
        to={{ page: "person", person: props.line.personId }}
        class="flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-surface0 focus-visible:-outline-offset-3"
      >
        <span class="min-w-0 grow">
          <span
            class="block truncate font-semibold"
            classList={{ "text-subtext0": props.line.isErased }}
          >
            {props.line.name}
          </span>
          <span class="block truncate text-sm text-subtext0">{props.line.venueName}</span>
        </span>
        <Show when={props.line.isErased}>
          <span class="pill">{t("people.erased")}</span>
        </Show>
      </Go>
    </li>
  )
}
