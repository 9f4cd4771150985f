import { createResource, Match, Switch } from "solid-js"
import { Ticket } from "../../../schemas/wire.ts"
import { ask } from "../../data/api.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { QrCode } from "../../ui/qr-code.tsx"
import { t } from "../../words/staff.ts"
import type { EntryView } from "./entry-view.ts"

/** The QR code that opens the player's own page on the player's own phone. */
export function PhoneTicket(props: { view: EntryView }) {
  const { desk } = useDesk()
  const [ticket, { refetch }] = createResource(
    () => ({ tournamentId: desk.selected(), playerId: props.view.playerId }),
    (body) => ask("/api/tickets", Ticket, { method: "POST", body, token: desk.session.token }),
  )
  return (
    <Switch
      fallback={<div class="aspect-square w-full rounded-2xl bg-surface0" aria-busy="true" />}
    >
      <Match when={ticket.error}>
        <div class="grid gap-2 rounded-2xl border border-red p-4">
          <p>{t("phoneTicket.failed")}</p>
          <button class="button" onClick={() => void refetch()}>
            {t("venue.again")}
          </button>
        </div>
      </Match>
      <Match when={ticket()}>
        {(made) => {
          const address = () =>
            leafAddress(desk.venue.addresses, location, `/player#${made().token}`)
          return (
            <figure class="grid gap-3">
              <QrCode text={address()} label={t("phoneTicket.code")} />
              <figcaption class="text-center text-subtext1">
                {t("phoneTicket.scan")}
                <a
                  class="mt-1 block text-lavender underline"
                  href={address()}
                  target="_blank"
                  rel="noopener"
                >
                  {t("phoneTicket.open")}
                </a>
              </figcaption>
            </figure>
          )
        }}
      </Match>
    </Switch>
  )
}
