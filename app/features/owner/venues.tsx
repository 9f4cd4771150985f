import { createMemo, createSignal, For, Show } from "solid-js"
import { VenueKey } from "../../../schemas/owner.ts"
import { askOwner } from "../../data/owner-session.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/owner.ts"
import { agoText } from "../floor/ago.ts"
import { createDeed, OneField, Waiting } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { PageTitle } from "./page-title.tsx"
import { Secret } from "./secret.tsx"
import { Tonight } from "./tonight.tsx"
import { VenueCard } from "./venue-card.tsx"
import { contactOf, needsSomebody } from "./venue-state.ts"
import { momentText } from "./when.ts"

/** Every venue, how its box is and how far its ledger has come; looked at again by itself. */
export function Venues() {
  const desk = useOwner()
  const [isAdding, setAdding] = createSignal(false)
  // By their ids, so that what is half typed at one stays when all are heard of anew.
  const ids = createMemo(() => desk.venues()?.venues.map(({ venueId }) => venueId) ?? [])
  const keys = () => desk.venues()?.keys ?? []
  const isEmpty = () => ids().length === 0 && keys().length === 0
  return (
    <>
      <PageTitle title={t("page.venues")}>
        <Updated />
      </PageTitle>
      <Show
        when={desk.venues()}
        fallback={
          <Waiting
            problem={desk.isCutOff() ? t("problem.unreachable") : ""}
            onAgain={() => desk.refresh()}
          />
        }
      >
        <Show when={!isEmpty()}>
          <div class="flex flex-wrap items-center justify-between gap-3">
            <Summary />
            <Show when={desk.isOwner() && !isAdding()}>
              <button class="button button-primary" onClick={() => setAdding(true)}>
                <Icon name="plus" />
                {t("venues.add")}
              </button>
            </Show>
          </div>
        </Show>
        <Show when={isAdding()}>
          <AddVenue onDone={() => setAdding(false)} />
        </Show>
        <Show when={isEmpty() && !isAdding()}>
          <Empty
            icon="venue"
            title={t("venues.none")}
            text={t(desk.isOwner() ? "venues.noneText" : "venues.noneViewer")}
          >
            <Show when={desk.isOwner()}>
              <button class="button button-primary" onClick={() => setAdding(true)}>
                <Icon name="plus" />
                {t("venues.add")}
              </button>
            </Show>
          </Empty>
        </Show>
        <Show when={ids().length > 0}>
          <Tonight />
        </Show>
        <ul class="grid items-start gap-4 lg:grid-cols-2">
          <For each={ids()}>
            {(venueId) => (
              <Show when={desk.venues()?.venues.find((each) => each.venueId === venueId)}>
                {(venue) => <VenueCard venue={venue()} />}
              </Show>
            )}
          </For>
          <For each={keys()}>
            {({ name, expiresAt }) => (
              <li class="grid content-start gap-2 rounded-2xl border border-dashed border-surface1 p-5">
                <div class="flex flex-wrap items-center justify-between gap-2">
                  <h2 class="min-w-0 truncate text-xl font-semibold">{name}</h2>
                  <span class="pill">{t("venues.waiting")}</span>
                </div>
                <p class="text-sm text-subtext0">{t("venues.keyUntil", momentText(expiresAt))}</p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}

/** How old what one sees is; and that nothing newer comes, where that is so. */
function Updated() {
  const desk = useOwner()
  return (
    <Show when={desk.updatedAt()}>
      {(at) => (
        <p class="text-sm text-subtext0" classList={{ "text-yellow": desk.isCutOff() }}>
          <Show when={desk.isCutOff()}>
            <span role="alert">{t("problem.unreachable")} </span>
          </Show>
          {t("app.updated", agoText(desk.now() - at(), locale()))}
        </p>
      )}
    </Show>
  )
}

function Summary() {
  const desk = useOwner()
  const all = () => desk.venues()?.venues ?? []
  const here = () => all().filter((venue) => contactOf(venue, desk.now()) === "here").length
  const trouble = () => all().filter((venue) => needsSomebody(venue, desk.now())).length
  return (
    <Show when={all().length > 0}>
      <p class="flex flex-wrap gap-2">
        <span class="pill">{t("venues.count", all().length)}</span>
        <span class="pill text-green">{t("venues.here", here())}</span>
        <Show when={trouble() > 0}>
          <span class="pill notice">{t("venues.trouble", trouble())}</span>
        </Show>
      </p>
    </Show>
  )
}

/** A name, then the key, shown once, with what to do with it. */
function AddVenue(props: { onDone: () => void }) {
  const desk = useOwner()
  const [name, setName] = createSignal("")
  const [made, setMade] = createSignal<VenueKey | null>(null)
  const deed = createDeed()
  const make = () =>
    deed.carryOut(async () => {
      const body = { name: name().trim() }
      setMade(await askOwner("/api/venues", VenueKey, { method: "POST", body }))
      desk.refresh()
    })
  return (
    <section class="card grid gap-4 p-5" aria-label={t("venues.addTitle")}>
      <Show
        when={made()}
        fallback={
          <OneField
            label={t("venues.name")}
            value={name()}
            go={t("venues.makeKey")}
            deed={deed}
            maxLength={80}
            onInput={setName}
            onGo={() => void make()}
            onCancel={() => props.onDone()}
          />
        }
      >
        {(key) => (
          <Secret
            title={t("key.title", name().trim())}
            text={t("key.text")}
            lead={t("key.box")}
            secret={`npm run -s felt -- core join ${location.origin} ${key().key}`}
            then={t("key.then")}
            done={t("key.done")}
            onDone={() => {
              desk.refresh()
              props.onDone()
            }}
          />
        )}
      </Show>
    </section>
  )
}
