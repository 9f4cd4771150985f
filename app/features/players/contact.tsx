import { createResource, createSignal, Match, Show, Switch } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { PlayerDetails } from "../../../schemas/player.ts"
import { Details } from "../../data/details.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/profile.ts"
import { ContactForm } from "./contact-form.tsx"

/** What is known of a player besides the name; or the consent to ask for first. */
export function Contact(props: { playerId: PlayerId }) {
  const { desk } = useDesk()
  const details = () => new Details(props.playerId, desk.session.token)
  const [kept, { mutate, refetch }] = createResource(details, (source) => source.read())
  const [isChanging, setChanging] = createSignal(false)
  return (
    <Switch>
      <Match when={kept.state === "errored"}>
        <p class="text-pretty text-subtext1">{t("contact.failed")}</p>
        <button class="button min-h-14" onClick={() => void refetch()}>
          {t("contact.again")}
        </button>
      </Match>
      <Match when={kept.state === "pending"}>
        <p class="min-h-14 text-subtext0">{t("contact.asking")}</p>
      </Match>
      <Match when={!isChanging() && kept.latest}>
        {(known) => (
          <Known
            details={known()}
            onChange={() => setChanging(true)}
            onErase={async () => {
              await details().erase()
              mutate(null)
            }}
          />
        )}
      </Match>
      <Match when={kept.state === "ready"}>
        <ContactForm
          before={kept.latest ?? null}
          onSave={async (body) => {
            mutate(await details().write(body))
            setChanging(false)
            say(t("contact.saved"))
          }}
        />
      </Match>
    </Switch>
  )
}

function Known(props: {
  details: PlayerDetails
  onChange: () => void
  onErase: () => Promise<void>
}) {
  const [isSure, setSure] = createSignal(false)
  const [problem, setProblem] = createSignal("")
  const contact = () => props.details.contact
  const agreedOn = () => new Date(props.details.consent.at).toLocaleDateString(locale())
  const erase = () => {
    setProblem("")
    props.onErase().then(
      () => say(t("consent.withdrawn")),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    )
  }
  return (
    <div class="grid gap-3">
      <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 rounded-2xl bg-mantle p-4">
        <Line label={t("contact.email")} value={contact().email} />
        <Line label={t("contact.phone")} value={contact().phone} />
        <Line label={t("contact.birthDate")} value={contact().birthDate} />
      </dl>
      <p class="text-sm text-subtext0">
        {t("consent.given", agreedOn(), props.details.consent.version)}
      </p>
      <button class="button min-h-14" onClick={() => props.onChange()}>
        {t("contact.change")}
      </button>
      {/* What is erased cannot come back, so here, and only here, a second tap stands for undo. */}
      <Show
        when={isSure()}
        fallback={
          <button class="button min-h-14" onClick={() => setSure(true)}>
            <Icon name="close" />
            {t("consent.withdraw")}
          </button>
        }
      >
        <p class="text-pretty text-subtext1">{t("consent.sure")}</p>
        <button class="button button-danger min-h-14" onClick={erase}>
          <Icon name="warning" />
          {t("consent.erase")}
        </button>
      </Show>
      <p class="min-h-5 text-sm text-red" role="alert">
        {problem()}
      </p>
    </div>
  )
}

function Line(props: { label: string; value: string | undefined }) {
  return (
    <Show when={props.value}>
      <dt class="text-subtext0">{props.label}</dt>
      <dd class="min-w-0 font-semibold break-words select-text">{props.value}</dd>
    </Show>
  )
}
