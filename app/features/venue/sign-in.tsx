import { createSignal, Show } from "solid-js"
import type { StaffId } from "../../../schemas/ids.ts"
import { LanguageSwitch } from "../../ui/language-switch.tsx"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { People, peopleHere, personName } from "./people.tsx"
import { PinPad } from "./pin-pad.tsx"

/** Nobody works here yet: who it is, where the device knows people, and their PIN. */
export function SignIn() {
  return (
    <main class="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-6 p-5">
      <header class="flex items-center justify-between">
        <a href="/" class="flex min-h-11 items-center gap-3 rounded-xl text-xl font-bold">
          <img src="/felt.svg" alt="" class="size-10" width="40" height="40" />
          Felt
        </a>
        <LanguageSwitch />
      </header>
      <WhoAndPin />
    </main>
  )
}

/** One tap says who; then the PIN, unless the person's session is open here. */
export function WhoAndPin(props: { onDone?: () => void }) {
  const [chosen, setChosen] = createSignal<StaffId | "anybody" | null>(
    peopleHere().length === 0 ? "anybody" : null,
  )
  const named = () => {
    const id = chosen()
    return id === null || id === "anybody" ? null : id
  }
  return (
    <Show
      when={chosen()}
      fallback={
        <>
          <h1 class="text-center text-2xl font-semibold">{tp("who.title")}</h1>
          <People onChoose={setChosen} onOther={() => setChosen("anybody")} />
        </>
      }
    >
      <div class="grid gap-6">
        <h1 class="text-center text-2xl font-semibold text-balance">
          <Show when={named()} fallback={t("signIn.title")}>
            {(id) => tp("who.pinOf", personName(id()))}
          </Show>
        </h1>
        <PinPad staffId={named()} onDone={() => props.onDone?.()} />
        <Show when={peopleHere().length > 0}>
          <button class="button button-quiet" onClick={() => setChosen(null)}>
            {tp("who.back")}
          </button>
        </Show>
      </div>
    </Show>
  )
}
