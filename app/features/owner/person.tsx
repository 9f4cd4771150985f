import { createSignal, For, Show } from "solid-js"
import * as v from "valibot"
import { ErasureReceipt, Person, PersonId } from "../../../schemas/people.ts"
import { askOwner, tellOwner } from "../../data/owner-session.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/owner.ts"
import { createAsked } from "./asked.ts"
import { createDeed, type Deed, Problem, Sure, Waiting } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { download } from "./download.ts"
import { PageTitle } from "./page-title.tsx"
import { Go, go } from "./place.tsx"
import { dayText } from "./when.ts"

type Acts = { deed: Deed; reload: () => Promise<void> }

/** A person: where they play, how they are reached, who may be the same, and what they may ask for. */
export function PersonPage(props: { person: string }) {
  const desk = useOwner()
  const asked = createAsked(() => `/api/people/${props.person}`, Person)
  const deed = createDeed()
  const reload = async () => {
    // What was listed is not so any more.
    desk.people.setFound(null)
    await asked.load()
  }
  return (
    <>
      <BackToPeople />
      <Show
        when={asked.answer()}
        fallback={<Waiting problem={asked.problem()} onAgain={() => void asked.load()} />}
      >
        {(person) => (
          <>
            <PageTitle title={person().players[0]?.name ?? t("person.gone")} />
            <Problem text={deed.problem()} />
            <Show when={person().isErased}>
              <Empty icon="check" title={t("person.erased")} text={t("person.erasedText")}>
                <Go to={{ page: "receipt", person: props.person }} class="button">
                  <Icon name="receipt" />
                  {t("person.receipt")}
                </Go>
              </Empty>
            </Show>
            <Players person={person()} acts={{ deed, reload }} />
            <Show when={!person().isErased}>
              <MaybeSame person={person()} acts={{ deed, reload }} />
              <Asks person={person()} />
            </Show>
          </>
        )}
      </Show>
    </>
  )
}

export function BackToPeople() {
  return (
    <Go
      to={{ page: "people" }}
      class="button button-quiet -mb-3 -ml-3 justify-self-start print:hidden"
    >
      <Icon name="back" />
      {t("page.people")}
    </Go>
  )
}

function Players(props: { person: Person; acts: Acts }) {
  const { deed, reload } = props.acts
  const unlink = ({ venueId, playerId, venueName }: Person["players"][number]) =>
    deed.carryOut(async () => {
      const body = { venueId, playerId }
      const path = `/api/people/${props.person.personId}/unlink`
      await askOwner(path, v.object({ personId: PersonId }), { method: "POST", body })
      say(t("person.unlinked", venueName))
      await reload()
    })
  return (
    <section class="grid gap-3" aria-labelledby="plays">
      <h2 id="plays" class="text-xl font-semibold">
        {t("person.plays")}
      </h2>
      <ul class="grid items-start gap-3 lg:grid-cols-2">
        <For each={props.person.players}>
          {(player) => (
            <li class="card grid content-start gap-3 p-5">
              <div class="flex flex-wrap items-baseline justify-between gap-x-3">
                <h3 class="text-lg font-semibold">{player.venueName}</h3>
                <p class="text-sm text-subtext0">
                  {t("person.since", dayText(player.firstSeenAt))}
                </p>
              </div>
              <p>{player.name}</p>
              <Details details={player.details} />
              <Show when={props.person.players.length > 1 && !props.person.isErased}>
                <button
                  class="button justify-self-start"
                  disabled={deed.isBusy()}
                  aria-label={`${t("person.unlink")}: ${player.name}, ${player.venueName}`}
                  onClick={() => void unlink(player)}
                >
                  <Icon name="undo" />
                  {t("person.unlink")}
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}

const FIELDS = ["email", "phone", "birthDate"] as const

/** How somebody is reached, and with what consent. */
function Details(props: { details: Person["players"][number]["details"] }) {
  return (
    <Show
      when={props.details}
      fallback={<p class="text-sm text-subtext0">{t("person.noDetails")}</p>}
    >
      {(details) => (
        <>
          <dl class="grid gap-1">
            <For each={FIELDS.filter((field) => details().contact[field] !== undefined)}>
              {(field) => (
                <div class="flex flex-wrap justify-between gap-x-3">
                  <dt class="text-subtext0">{t(`person.${field}`)}</dt>
                  <dd class="min-w-0 font-semibold break-all">{details().contact[field]}</dd>
                </div>
              )}
            </For>
          </dl>
          <p class="text-sm text-subtext0">
            {t("person.consent", dayText(details().consent.at))}:{" "}
            {details()
              .consent.purposes.map((purpose) => t(`person.purpose.${purpose}`))
              .join(", ")}
          </p>
        </>
      )}
    </Show>
  )
}

const REASONS = ["email", "phone", "birthDate"] as const

function MaybeSame(props: { person: Person; acts: Acts }) {
  const { deed, reload } = props.acts
  const link = (other: PersonId, name: string) =>
    deed.carryOut(async () => {
      const path = `/api/people/${props.person.personId}/link`
      await tellOwner(path, { method: "POST", body: { other } })
      say(t("person.linkedTo", name))
      await reload()
    })
  const because = (reason: string) => {
    const known = REASONS.find((each) => each === reason)
    return known ? t(`person.because.${known}`) : reason
  }
  return (
    <Show when={props.person.maybeSame.length > 0}>
      <section class="grid gap-3" aria-labelledby="same">
        <h2 id="same" class="text-xl font-semibold">
          {t("person.same")}
        </h2>
        <p class="text-subtext1">{t("person.sameText")}</p>
        <ul class="card divide-y divide-surface0">
          <For each={props.person.maybeSame}>
            {(other) => (
              <li class="flex flex-wrap items-center gap-3 px-5 py-3">
                <Go
                  to={{ page: "person", person: other.personId }}
                  class="flex min-h-11 min-w-0 grow flex-col justify-center"
                >
                  <span class="truncate font-semibold underline underline-offset-4">
                    {other.name}
                  </span>
                  <span class="text-sm text-subtext0">{because(other.because)}</span>
                </Go>
                <button
                  class="button"
                  disabled={deed.isBusy()}
                  aria-label={`${t("person.link")}: ${other.name}`}
                  onClick={() => void link(other.personId, other.name)}
                >
                  <Icon name="merge" />
                  {t("person.link")}
                </button>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

/** What a person may ask of whoever keeps data about them. */
function Asks(props: { person: Person }) {
  const [isErasing, setErasing] = createSignal(false)
  const deed = createDeed()
  const name = () => props.person.players[0]?.name ?? ""
  const exported = () =>
    deed.carryOut(async () => {
      const { personId } = props.person
      const person = await askOwner(`/api/people/${personId}/export`, Person)
      download(`felt-person-${personId.slice(0, 8)}.json`, JSON.stringify(person, null, 2))
    })
  return (
    <section class="grid gap-3" aria-labelledby="asks">
      <h2 id="asks" class="text-xl font-semibold">
        {t("person.data")}
      </h2>
      <Problem text={deed.problem()} />
      <div class="grid gap-3 lg:grid-cols-2">
        <div class="card grid content-start gap-3 p-5">
          <p class="text-subtext1">{t("person.exportText")}</p>
          <button
            class="button justify-self-start"
            disabled={deed.isBusy()}
            onClick={() => void exported()}
          >
            <Icon name="share" />
            {t("person.export")}
          </button>
        </div>
        <div class="card grid content-start gap-3 p-5">
          <p class="text-subtext1">{t("person.eraseText")}</p>
          <button
            class="button button-danger justify-self-start"
            aria-expanded={isErasing()}
            onClick={() => setErasing((is) => !is)}
          >
            {t("person.erase")}
          </button>
        </div>
      </div>
      <Show when={isErasing()}>
        <Erase person={props.person} name={name()} onCancel={() => setErasing(false)} />
      </Show>
    </section>
  )
}

/** What goes and what stays, said before it is done; then the receipt. */
function Erase(props: { person: Person; name: string; onCancel: () => void }) {
  const desk = useOwner()
  const [isSure, setSure] = createSignal(false)
  const deed = createDeed()
  const venues = () =>
    [...new Set(props.person.players.map(({ venueName }) => venueName))].join(", ")
  const erase = () =>
    deed.carryOut(async () => {
      const { personId } = props.person
      await askOwner(`/api/people/${personId}`, ErasureReceipt, { method: "DELETE" })
      desk.people.setFound(null)
      go({ page: "receipt", person: personId })
    })
  return (
    <Sure
      deed={deed}
      go={t("erase.go")}
      isReady={isSure()}
      onGo={() => void erase()}
      onCancel={() => props.onCancel()}
      text={
        <div class="grid gap-3">
          <h3
            tabindex="-1"
            class="text-lg font-semibold text-text outline-none"
            ref={(element) => queueMicrotask(() => element.focus())}
          >
            {t("erase.title", props.name)}
          </h3>
          <h4 class="eyebrow">{t("erase.goes")}</h4>
          <ul class="grid list-disc gap-1 pl-5">
            <li>{t("erase.goesHere")}</li>
            <li>{t("erase.goesThere", venues())}</li>
            <li>{t("erase.goesBack")}</li>
          </ul>
          <h4 class="eyebrow">{t("erase.stays")}</h4>
          <ul class="grid list-disc gap-1 pl-5">
            <li>{t("erase.staysMoney")}</li>
            <li>{t("erase.staysLaw")}</li>
            <li>{t("erase.staysTrail")}</li>
          </ul>
          <label class="flex min-h-11 cursor-pointer items-center gap-3 text-text">
            <input
              type="checkbox"
              class="size-6 shrink-0 accent-lavender"
              checked={isSure()}
              onChange={(event) => setSure(event.currentTarget.checked)}
            />
            {t("erase.sure")}
          </label>
        </div>
      }
    />
  )
}
