import { createEffect, createSignal, onCleanup } from "solid-js"

const KEY = "felt.awake"

/** Whether a page can keep this phone's screen on: only over https. */
export const canStayAwake = (): boolean => "wakeLock" in navigator

/** Keeps the screen on where that was chosen; a phone lets go of it whenever the page is hidden. */
export function createWakeLock() {
  const [isWanted, setWanted] = createSignal(localStorage.getItem(KEY) === "on")
  let lock: WakeLockSentinel | null = null
  const release = async () => {
    await lock?.release()
    lock = null
  }
  const hold = async () => {
    if (!isWanted() || !canStayAwake() || document.visibilityState !== "visible") return
    try {
      lock = await navigator.wakeLock.request("screen")
    } catch (error) {
      // A battery that is nearly empty is a reason to say no.
      console.info("The phone does not let its screen be kept on.", error)
    }
  }
  const onVisible = () => void hold()
  document.addEventListener("visibilitychange", onVisible)
  createEffect(() => void (isWanted() ? hold() : release()))
  onCleanup(() => {
    document.removeEventListener("visibilitychange", onVisible)
    void release()
  })
  return {
    isWanted,
    choose(isOn: boolean): void {
      localStorage.setItem(KEY, isOn ? "on" : "off")
      setWanted(isOn)
    },
  }
}
