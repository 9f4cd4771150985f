import { readFileSync } from "node:fs"
import process from "node:process"
import { sharedNow } from "../clock.ts"

/** What the kernel counts a process's time in. */
const TICKS_PER_SECOND = 100

/** Where the server has to listen (port 0: anywhere) and keep its documents. */
export function place(): { port: number; data: string } {
  process.once("disconnect", endsAlone)
  const [port, data] = process.argv.slice(2)
  if (port === undefined || data === undefined) throw new Error("Give a port and a folder.")
  return { port: Number(port), data }
}

/**
 * Says on standard output where the server listens, since when, and which process belongs to it;
 * then answers what the benchmark asks: "time", "memory" and "stop". Ends with the benchmark.
 * @param listeningAt since when it listens, where it did before it was ready
 * @param store the process in which the documents are kept, where that is another one
 * @param stop ends the server as its author meant it to be ended
 */
export function serve(options: {
  port: number
  listeningAt?: number
  store?: number
  stop: () => Promise<void>
}): void {
  const { port, store, stop, listeningAt = sharedNow() } = options
  console.log(JSON.stringify({ port, store: store ?? null, listeningAt }))
  process.off("disconnect", endsAlone)
  const endWithStore = () => {
    if (store !== undefined) process.kill(store, "SIGKILL")
    endsAlone()
  }
  process.once("disconnect", endWithStore)
  process.on("message", (question) => {
    if (question === "time") process.send?.(timeUsed(store))
    if (question === "memory") process.send?.(memoryUsed())
    if (question === "stop") {
      process.off("disconnect", endWithStore)
      void stop().then(() => process.exit(0))
    }
  })
}

const endsAlone = () => process.exit(1)

function timeUsed(store: number | undefined): { own: number; store: number } {
  const { user, system } = process.cpuUsage()
  return { own: (user + system) / 1_000, store: store === undefined ? 0 : cpuMsOf(store) }
}

function memoryUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage.rss()
}

/** What another process has used; 0 on a system that does not tell. */
function cpuMsOf(pid: number): number {
  if (process.platform !== "linux") return 0
  // The name, in brackets, may hold spaces; of what follows it, 12 and 13 are user and system time.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000
}
