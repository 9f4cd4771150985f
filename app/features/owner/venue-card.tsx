import { createSignal, createUniqueId, type JSX, Match, Show, Switch } from "solid-js"
import { VenueToken } from "../../../schemas/backup.ts"
import type { OwnedVenue } from "../../../schemas/owner.ts"
import { askOwner, tellOwner } from "../../data/owner-session.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/owner.ts"
import { t as tn } from "../../words/owner-nights.ts"
import { agoText } from "../floor/ago.ts"
import { createDeed, OneField, Sure } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { Code, Secret } from "./secret.tsx"
import { VenueLaw } from "./venue-law.tsx"
import { contactOf, lineOf } from "./venue-state.ts"
import { countText, documentsText, momentText } from "./when.ts"

const TONES = {
  here: "text-green",
  quiet: "notice",
  never: "",
  shut: "text-peach",
} as const

/** A venue: how its box is, how far its ledger has come, what is wrong and what to do about it. */
export function VenueCard(props: { venue: OwnedVenue }) {
  const desk = useOwner()
  const id = createUniqueId()
  const contact = () => contactOf(props.venue, desk.now())
  const ago = (at: number | null) =>
    at === null ? t("venue.never") : agoText(desk.now() - at, locale())
  const ledger = () => props.venue.ledger
  return (
    <li class="card grid min-w-0 content-start gap-4 p-5" aria-labelledby={id}>
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} class="min-w-0 truncate text-xl font-semibold">
          {props.venue.name}
        </h2>
        <span class={`pill ${TONES[contact()]}`}>
          <span class="size-2 rounded-full bg-current" aria-hidden="true" />
          {t(`venue.contact.${contact()}`)}
        </span>
      </div>
      <Show when={ledger().alarm}>{(alarm) => <Alarm alarm={alarm()} />}</Show>
      <Show when={contact() === "quiet"}>
        <p class="text-pretty text-subtext1">{t("venue.quiet")}</p>
      </Show>
      <dl class="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3">
        <Fact name={t("venue.lastContact")}>{ago(props.venue.lastContactAt)}</Fact>
        <Fact name={t("venue.ledger")}>
          {ledger().lines === 0
            ? t("venue.noLines")
            : t("venue.lines", ledger().lines, countText(ledger().lines))}
        </Fact>
        <Fact name={t("venue.waiting")} isWarning={ledger().waiting > 0}>
          {ledger().waiting === 0
            ? t("venue.notBehind")
            : t("venue.lines", ledger().waiting, countText(ledger().waiting))}
        </Fact>
        <Fact name={t("venue.taken")}>{ago(ledger().takenAt)}</Fact>
        <Fact name={t("venue.documents")}>{documentsText(props.venue.documents)}</Fact>
        <Fact name={t("venue.players")}>{countText(props.venue.players)}</Fact>
      </dl>
      <Show when={props.venue.toErase > 0}>
        <p class="text-sm text-pretty text-subtext0">{t("venue.toErase", props.venue.toErase)}</p>
      </Show>
      <Show when={desk.isOwner()}>
        <VenueActs venue={props.venue} />
      </Show>
    </li>
  )
}

function Fact(props: { name: string; isWarning?: boolean; children: JSX.Element }) {
  return (
    <div class="min-w-0">
      <dt class="text-sm text-subtext0">{props.name}</dt>
      <dd class="font-semibold text-pretty" classList={{ "text-yellow": props.isWarning === true }}>
        {props.children}
      </dd>
    </div>
  )
}

/** A ledger that is not sound: in words, with what to do, and what was found at the end. */
function Alarm(props: { alarm: { text: string; since: number } }) {
  const line = () => lineOf(props.alarm.text)
  return (
    <section role="alert" class="grid gap-3 rounded-2xl border border-red bg-mantle p-4">
      <p class="flex items-start gap-2 font-semibold text-red">
        <Icon name="warning" class="mt-0.5 size-5 shrink-0" />
        <span>
          <Show when={line()} fallback={t("alarm.title")}>
            {(number) => t("alarm.at", number())}
          </Show>{" "}
          {t("alarm.since", momentText(props.alarm.since))}
        </span>
      </p>
      <p class="text-sm text-pretty">{t("alarm.text")}</p>
      <Code text="npm run -s felt -- ledger verify" />
      <p class="text-sm text-pretty text-subtext1">
        {t("alarm.after")} {t("alarm.word")}: <span lang="en">{props.alarm.text}</span>
      </p>
    </section>
  )
}

type Open = "rename" | "law" | "token" | "revoke"

/** What an owner can change at a venue; each asks right where it was pressed. */
function VenueActs(props: { venue: OwnedVenue }) {
  const desk = useOwner()
  const [open, setOpen] = createSignal<Open | null>(null)
  const [name, setName] = createSignal("")
  const [token, setToken] = createSignal<string | null>(null)
  const deed = createDeed()
  const path = () => `/api/venues/${props.venue.venueId}`
  const done = () => {
    setOpen(null)
    desk.refresh()
  }
  const rename = () =>
    deed.carryOut(async () => {
      const body = { name: name().trim() }
      await tellOwner(path(), { method: "POST", body })
      say(t("venue.renamed", body.name))
      done()
    })
  const renew = () =>
    deed.carryOut(async () => {
      const answer = await askOwner(`${path()}/token`, VenueToken, { method: "POST" })
      setToken(answer.token)
      done()
    })
  const revoke = () =>
    deed.carryOut(async () => {
      await tellOwner(`${path()}/token`, { method: "DELETE" })
      say(t("venue.revoked", props.venue.name))
      done()
    })
  const toggle = (which: Open) => {
    setName(props.venue.name)
    setOpen((now) => (now === which ? null : which))
  }
  const act = (which: Open, label: string) => (
    <button class="button" aria-expanded={open() === which} onClick={() => toggle(which)}>
      {label}
    </button>
  )
  return (
    <>
      <div class="flex flex-wrap gap-2">
        {act("rename", t("venue.rename"))}
        {act("law", tn("law.title"))}
        {act("token", t("venue.newToken"))}
        <Show when={props.venue.hasToken}>{act("revoke", t("venue.revoke"))}</Show>
      </div>
      <Switch>
        <Match when={open() === "rename"}>
          <OneField
            label={t("venues.name")}
            value={name()}
            go={t("venue.save")}
            deed={deed}
            maxLength={80}
            onInput={setName}
            onGo={() => void rename()}
            onCancel={() => setOpen(null)}
          />
        </Match>
        <Match when={open() === "law"}>
          <VenueLaw venue={props.venue} />
        </Match>
        <Match when={open() === "token"}>
          <Sure
            text={t("venue.newTokenText")}
            go={t("venue.newTokenGo")}
            deed={deed}
            onGo={() => void renew()}
            onCancel={() => setOpen(null)}
          />
        </Match>
        <Match when={open() === "revoke"}>
          <Sure
            text={t("venue.revokeText")}
            go={t("venue.revokeGo")}
            deed={deed}
            onGo={() => void revoke()}
            onCancel={() => setOpen(null)}
          />
        </Match>
      </Switch>
      <Show when={token()}>
        {(made) => (
          <Secret
            title={t("token.title", props.venue.name)}
            text={t("token.text")}
            lead={t("token.box")}
            secret={`echo ${made()} | npm run -s felt -- core use ${location.origin}`}
            then={t("token.then")}
            done={t("token.done")}
            onDone={() => setToken(null)}
          />
        )}
      </Show>
    </>
  )
}
