import { createEffect, createMemo, createSignal, on, Show } from "solid-js"
import { soundOf } from "../../../domain/screens.ts"
import type { DisplayId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { Icon } from "../../ui/icon.tsx"
import { QrCode } from "../../ui/qr-code.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as tl } from "../../words/layouts.ts"
import { t } from "../../words/screens.ts"
import { t as ts } from "../../words/staff.ts"
import { ConnectScreen } from "./connect-screen.tsx"
import { Programme } from "./programme.tsx"
import type { ScreenView } from "./screens.ts"
import { SoundChoice } from "./sound-choice.tsx"
import { StandingLine } from "./standing-line.tsx"
import { titleOf } from "./tournament-choice.tsx"

/** How a screen is reached, what it is called, and the way to be rid of it. */
export function ScreenSheet(props: { view: ScreenView; onClose: () => void }) {
  const { desk, acts } = useDesk()
  const isTheirs = () => desk.may.writeVenue(`display/${props.view.displayId}`)
  const address = () =>
    leafAddress(desk.venue.addresses, location, `/display/${props.view.displayId}`)
  const remove = () => {
    const text = t("did.removed", titleOf(props.view))
    const undo = acts.removeScreen(props.view.displayId)
    props.onClose()
    say(text, { label: ts("app.undo"), run: undo })
  }
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={titleOf(props.view)}
      subtitle={<StandingLine standing={props.view.standing} />}
      closeLabel={ts("app.close")}
    >
      <div class="grid gap-5">
        <Programme
          displayId={props.view.displayId}
          title={titleOf(props.view)}
          isDisabled={!isTheirs()}
        />
        <ScreenSound displayId={props.view.displayId} isDisabled={!isTheirs()} />
        <Show when={isTheirs()}>
          <ConnectScreen displayId={props.view.displayId} title={titleOf(props.view)} />
          <Rename view={props.view} />
        </Show>
        <section class="grid gap-2">
          <h3 class="font-semibold">{t("screens.address")}</h3>
          <p class="rounded-xl bg-mantle px-4 py-3 font-mono text-lg break-all select-all">
            {address()}
          </p>
          <p class="text-sm text-subtext0">{t("screens.addressText")}</p>
          <div class="mx-auto w-52 max-w-full">
            <QrCode text={address()} label={t("screens.code")} />
          </div>
        </section>
        <button
          class="button button-danger min-h-14"
          onClick={remove}
          disabled={!props.view.isListed || !isTheirs()}
        >
          <Icon name="close" />
          {t("screens.remove")}
        </button>
      </div>
    </Sheet>
  )
}

/** The screen's own sound, or the venue's. */
function ScreenSound(props: { displayId: DisplayId; isDisabled: boolean }) {
  const { desk, acts } = useDesk()
  const sound = () => soundOf(desk.hall.values(), props.displayId)
  const isOwn = () => desk.hall.values().has(`display/${props.displayId}/sound`)
  return (
    <section class="grid gap-2">
      <h3 class="font-semibold">{tl("sound.title")}</h3>
      <SoundChoice
        label={tl("sound.title")}
        sound={sound()}
        isDisabled={props.isDisabled}
        onChoose={(chosen) => acts.setSound(props.displayId, chosen)}
      />
      <button
        class="button"
        disabled={props.isDisabled || !isOwn()}
        onClick={() => acts.setSound(props.displayId, null)}
      >
        {tl("sound.venue")}
      </button>
    </section>
  )
}

function Rename(props: { view: ScreenView }) {
  const { acts } = useDesk()
  const [name, setName] = createSignal("")
  // The view is made anew with every word of the Leaf's; what somebody types must outlive that.
  const title = createMemo(() => titleOf(props.view))
  createEffect(on(title, (called) => setName(called)))
  const isSame = () => name().trim() === "" || name().trim() === props.view.name
  const rename = (event: SubmitEvent) => {
    event.preventDefault()
    const wanted = name().trim()
    if (isSame()) return
    const undo = acts.renameScreen(props.view.displayId, wanted)
    say(t("did.renamed", wanted), { label: ts("app.undo"), run: undo })
  }
  return (
    <form class="grid grid-cols-[1fr_auto] items-end gap-2" onSubmit={rename}>
      <label class="field-label">
        {t("screens.name")}
        <input
          class="field"
          maxlength="40"
          required
          autocomplete="off"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button class="button" type="submit" disabled={isSame()}>
        {t(props.view.isListed ? "screens.rename" : "screens.go")}
      </button>
    </form>
  )
}
