import { Show, Suspense } from "solid-js"
import { Portal } from "solid-js/web"
import type { PhoneOwn } from "../../../schemas/phone.ts"
import { keepOwnEdits } from "../../data/own-edits.ts"
import { later } from "../../ui/later.tsx"
import { OwnRegistration } from "./own-registration.tsx"
import { Settings } from "./settings.tsx"
import { WishBar } from "./wish-bar.tsx"

// Looked at once, if at all.
const Profile = later(async () => (await import("./profile.tsx")).Profile)

/** What only the own phone has: the registration, the wishes and the own data. */
export function Own(props: {
  token: string
  own: PhoneOwn | null
  isLive: boolean
  currency: string | null
  /** Whether the page with all of it is open; wishes are under the thumb on every page. */
  isOpen: boolean
  onErased: () => void
  onForget: () => void
}) {
  // oxlint-disable-next-line solid/reactivity -- another token is another page
  const { token } = props
  const edits = keepOwnEdits(
    token,
    () => props.own,
    () => props.isLive,
  )
  return (
    <>
      <Portal mount={document.getElementById("under-thumb") ?? document.body}>
        <WishBar edits={edits} own={props.own} currency={props.currency} />
      </Portal>
      <Show when={props.isOpen}>
        <OwnRegistration edits={edits} />
        <Settings onForget={props.onForget} />
        <Suspense fallback={<div class="card min-h-96" />}>
          <Profile token={token} isLive={props.isLive} onErased={props.onErased} />
        </Suspense>
      </Show>
    </>
  )
}
