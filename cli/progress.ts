import type { WriteStream } from "node:tty"

const WIDTH = 30

/**
 * Shows how far something is: a bar that grows on a terminal, a line for every tenth elsewhere.
 * @param what what is counted, such as `lines`
 */
export function progressBar(
  output: Pick<WriteStream, "write"> & { isTTY?: boolean },
  what: string,
): (done: number, total: number) => void {
  let tenths = 0
  return (done, total) => {
    if (total === 0) return
    const words = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${what}`
    if (output.isTTY) {
      const filled = Math.floor((done * WIDTH) / total)
      const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled)
      output.write(`\r${bar} ${words}${done === total ? "\n" : ""}`)
      return
    }
    const now = Math.floor((done * 10) / total)
    if (now === tenths) return
    tenths = now
    output.write(`${words}\n`)
  }
}

/** Shows nothing of what is done within a second. */
export function afterAMoment(
  show: (done: number, total: number) => void,
): (done: number, total: number) => void {
  const started = performance.now()
  return (done, total) => {
    if (performance.now() - started > 1_000) show(done, total)
  }
}
