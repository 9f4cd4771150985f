import { createResource, createSignal, Match, Show, Switch } from "solid-js"
import type { ClaimCodesAnswer } from "../../../schemas/phone.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { claimCodes, codeText, phonePath } from "../../data/registrations.ts"
import { QrCode } from "../../ui/qr-code.tsx"
import { locale } from "../../words/language.ts"
import { t as ts } from "../../words/staff.ts"
import { t } from "../../words/wishes.ts"
import { agoText } from "../floor/ago.ts"
import type { EntryView } from "./entry-view.ts"

type Code = ClaimCodesAnswer["codes"][number]

/** The code that binds the player's own phone, to be scanned or read aloud; and a new one. */
export function PhoneTicket(props: { view: EntryView }) {
  const { desk } = useDesk()
  const [renew, setRenew] = createSignal<"keep-phones" | "end-phones" | undefined>()
  const [code, { refetch }] = createResource(
    () => ({ tournamentId: desk.selected(), playerId: props.view.playerId }),
    async ({ tournamentId, playerId }): Promise<Code | undefined> => {
      if (tournamentId === null) return undefined
      const how = renew()
      setRenew(undefined)
      const body = { tournamentId, playerIds: [playerId], ...(how && { renew: how }) }
      return (await claimCodes(desk.session.token, body))[0]
    },
  )
  const replace = (how: "keep-phones" | "end-phones") => {
    setRenew(how)
    void refetch()
  }
  return (
    <Switch
      fallback={<div class="aspect-square w-full rounded-2xl bg-surface0" aria-busy="true" />}
    >
      <Match when={code.error}>
        <div class="grid gap-2 rounded-2xl border border-red p-4">
          <p>{t("code.failed")}</p>
          <button class="button" onClick={() => void refetch()}>
            {ts("venue.again")}
          </button>
        </div>
      </Match>
      <Match when={code()}>
        {(made) => (
          <Show when={made().usedAt === null} fallback={<Used code={made()} onReplace={replace} />}>
            <Fresh code={made().code} />
          </Show>
        )}
      </Match>
    </Switch>
  )
}

function Fresh(props: { code: string }) {
  const { desk } = useDesk()
  const address = () => leafAddress(desk.venue.addresses, location, phonePath.claim(props.code))
  return (
    <figure class="grid gap-3">
      <QrCode text={address()} label={t("code.qr")} />
      <figcaption class="grid gap-1 text-center text-subtext1">
        <span class="eyebrow">{t("code.title")}</span>
        <span class="font-mono text-4xl font-bold tracking-[0.2em] text-text">
          {codeText(props.code)}
        </span>
        {t("code.scan")}
      </figcaption>
    </figure>
  )
}

/** A second phone with the same code is a question for a person: the player's, or somebody else's? */
function Used(props: { code: Code; onReplace: (how: "keep-phones" | "end-phones") => void }) {
  return (
    <div class="grid gap-2 rounded-2xl bg-mantle p-4">
      <Show
        when={props.code.againAt}
        fallback={
          <>
            <p class="text-pretty">{t("code.used")}</p>
            <button class="button min-h-14" onClick={() => props.onReplace("keep-phones")}>
              {t("code.new")}
            </button>
          </>
        }
      >
        {(at) => (
          <>
            <p class="text-pretty text-yellow">
              {t("code.again", agoText(leafNow() - at(), locale()))}
            </p>
            <button
              class="button min-h-14 whitespace-normal"
              onClick={() => props.onReplace("keep-phones")}
            >
              {t("code.keep")}
            </button>
            <button
              class="button button-danger min-h-14 whitespace-normal"
              onClick={() => props.onReplace("end-phones")}
            >
              {t("code.end")}
            </button>
          </>
        )}
      </Show>
    </div>
  )
}
