import { createSignal, For, onCleanup, onMount, Show } from "solid-js"
import type { StaffId } from "../../../schemas/ids.ts"
import { enterPin } from "../../data/session.ts"
import { Icon } from "../../ui/icon.tsx"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import {
  LONGEST_PIN,
  secondsToWait,
  SHORTEST_PIN,
  type SignInProblem,
  signInProblem,
} from "./pin.ts"

/** The PIN, by touch or by keyboard: one person's where it is known whose, else anybody's. */
export function PinPad(props: { staffId: StaffId | null; onDone?: () => void }) {
  const [pin, setPin] = createSignal("")
  const [isAsking, setAsking] = createSignal(false)
  const [problem, setProblem] = createSignal<SignInProblem | null>(null)
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), 250)
  onCleanup(() => clearInterval(timer))
  const waitSeconds = () => secondsToWait(problem(), now())
  const isBlocked = () => isAsking() || waitSeconds() > 0

  const press = (digit: string) => {
    if (isBlocked() || pin().length >= LONGEST_PIN) return
    setProblem(null)
    setPin(pin() + digit)
  }
  const erase = () => setPin(pin().slice(0, -1))
  const enter = async () => {
    if (isBlocked() || pin().length < SHORTEST_PIN) return
    setAsking(true)
    try {
      await enterPin(pin(), props.staffId)
      props.onDone?.()
    } catch (error) {
      setNow(Date.now())
      setProblem(signInProblem(error, Date.now()))
      setPin("")
    } finally {
      setAsking(false)
    }
  }
  onKey((key) => {
    if (/^\d$/.test(key)) press(key)
    else if (key === "Backspace") erase()
    else if (key === "Enter") void enter()
    else return false
    return true
  })

  // What was tapped to come here is gone, and the keys would go nowhere.
  let pad: HTMLDivElement | undefined
  onMount(() => pad?.focus({ preventScroll: true }))

  return (
    <div
      ref={(element) => {
        pad = element
      }}
      tabindex="-1"
      class="grid gap-6 outline-none"
    >
      <Dots count={pin().length} />
      <Keypad onDigit={press} onErase={erase} isDisabled={isBlocked()} />
      <button
        class="button button-primary min-h-14 text-lg"
        disabled={isBlocked() || pin().length < SHORTEST_PIN}
        onClick={() => void enter()}
      >
        {t("signIn.enter")}
      </button>
      <p role="alert" class="min-h-12 text-center text-balance text-red">
        <Show when={problem()}>
          {(current) => (
            <Show when={current().kind !== "wait" || waitSeconds() > 0}>
              {problemText(current(), waitSeconds())}
            </Show>
          )}
        </Show>
      </p>
    </div>
  )
}

/** How many digits are in, without saying which. */
function Dots(props: { count: number }) {
  return (
    <div
      role="status"
      aria-label={t("signIn.entered", props.count)}
      class="flex h-8 items-center justify-center gap-3"
    >
      <For each={Array.from({ length: Math.max(SHORTEST_PIN, props.count) })}>
        {(_, index) => (
          <span
            class="size-4 rounded-full border-2"
            classList={{
              "border-lavender bg-lavender": index() < props.count,
              "border-surface2": index() >= props.count,
            }}
          />
        )}
      </For>
    </div>
  )
}

function Keypad(props: {
  onDigit: (digit: string) => void
  onErase: () => void
  isDisabled: boolean
}) {
  const key = "button min-h-16 rounded-2xl text-2xl"
  return (
    <div class="grid grid-cols-3 gap-3" role="group" aria-label={t("signIn.keypad")}>
      <For each={["1", "2", "3", "4", "5", "6", "7", "8", "9"]}>
        {(digit) => (
          <button class={key} disabled={props.isDisabled} onClick={() => props.onDigit(digit)}>
            {digit}
          </button>
        )}
      </For>
      <span />
      <button class={key} disabled={props.isDisabled} onClick={() => props.onDigit("0")}>
        0
      </button>
      <button
        class={`${key} button-quiet`}
        disabled={props.isDisabled}
        aria-label={t("signIn.erase")}
        onClick={() => props.onErase()}
      >
        <Icon name="backspace" class="size-7" />
      </button>
    </div>
  )
}

function problemText(problem: SignInProblem, seconds: number): string {
  switch (problem.kind) {
    case "wrong":
      return t("signIn.wrong")
    case "wait":
      return t("signIn.wait", seconds)
    case "locked":
      return t("signIn.locked")
    case "unreachable":
      return t("signIn.unreachable")
    case "lockedHere":
    case "unknown":
    case "insecure":
      return tp(`pin.${problem.kind}`)
    case "other":
      return problem.text
  }
}

/** Keys anywhere on the page; `handle` says whether it took the key. */
function onKey(handle: (key: string) => boolean): void {
  const listener = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isOnOtherButton =
      event.key === "Enter" && document.activeElement instanceof HTMLButtonElement
    const isInField = document.activeElement instanceof HTMLInputElement
    if (!isOnOtherButton && !isInField && handle(event.key)) event.preventDefault()
  }
  onMount(() => addEventListener("keydown", listener))
  onCleanup(() => removeEventListener("keydown", listener))
}
