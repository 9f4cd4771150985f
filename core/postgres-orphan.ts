import { execFile } from "node:child_process"
import { existsSync, readFileSync, rmSync } from "node:fs"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { promisify } from "node:util"

const END_WITHIN_MS = 10_000
const LOOK_EVERY_MS = 10

/**
 * Ends a Postgres whose Core was killed. Only for who holds the folder's lock: no Core uses it then.
 * One that was killed as well is waited for until its number is free; where another process has got
 * the number since, as after a power cut, the file is removed, or Postgres would never start again.
 * @param pidFile where it has written its number
 * @param cluster by which it is told from another process that has got its number since
 */
export async function endOrphan(pidFile: string, cluster: string): Promise<void> {
  if (!existsSync(pidFile)) return
  const orphan = Number(readFileSync(pidFile, "utf8").split("\n")[0])
  if (!Number.isSafeInteger(orphan)) return
  let told: NodeJS.Signals | null = null
  const deadline = performance.now() + END_WITHIN_MS
  for (;;) {
    const command = await commandOf(orphan)
    if (command === null) return
    if (command !== "" && !command.includes(cluster)) return rmSync(pidFile)
    // Without writing everything first, where it takes too long; it recovers at its next start.
    const signal = performance.now() > deadline ? "SIGQUIT" : "SIGINT"
    if (command !== "" && told !== signal) process.kill(orphan, signal)
    told = signal
    await wait(LOOK_EVERY_MS)
  }
}

/** With what a process was started; nothing where it has ended and nobody has noticed; `null` for none. */
async function commandOf(processId: number): Promise<string | null> {
  try {
    process.kill(processId, 0)
    return existsSync("/proc/self/cmdline")
      ? readFileSync(`/proc/${processId}/cmdline`, "utf8")
      : (await promisify(execFile)("ps", ["-o", "command=", "-p", String(processId)])).stdout
  } catch (error) {
    // Another user's process has the number: ours runs as one that this process may look at.
    return error instanceof Error && "code" in error && error.code === "EPERM" ? "another" : null
  }
}
