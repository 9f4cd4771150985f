import { createSignal, Show } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { phonePath } from "../../data/registrations.ts"
import { Icon } from "../../ui/icon.tsx"
import { QrCode } from "../../ui/qr-code.tsx"
import { t } from "../../words/wishes.ts"

/** The way to the page that anybody's phone may see. */
export function PhonesCard() {
  const { desk } = useDesk()
  const [isShown, setShown] = createSignal(false)
  return (
    <Show when={desk.selected()}>
      {(id) => (
        <section class="card grid gap-3 p-4">
          <h2 class="flex items-center gap-2 px-1 font-semibold">
            <Icon name="phone" />
            {t("phones.title")}
          </h2>
          <p class="px-1 text-sm text-subtext0">{t("phones.text")}</p>
          <Show
            when={isShown()}
            fallback={
              <button class="button" onClick={() => setShown(true)}>
                {t("phones.show")}
              </button>
            }
          >
            <QrCode
              text={leafAddress(desk.venue.addresses, location, phonePath.tournament(id()))}
              label={t("phones.qr")}
            />
          </Show>
          <a
            class="button button-quiet"
            href={phonePath.tournament(id())}
            target="_blank"
            rel="noopener external"
          >
            {t("phones.open")}
          </a>
        </section>
      )}
    </Show>
  )
}
