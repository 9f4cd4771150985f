import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { promisify } from "node:util"

const END_WITHIN_MS = 10_000
const LOOK_EVERY_MS = 10

/**
 * Ends a Postgres whose Core was killed. Only for who holds the folder's lock: no Core uses it then.
 * @param pidFile where it has written its number
 * @param cluster by which it is told from another process that has got its number since
 */
export async function endOrphan(pidFile: string, cluster: string): Promise<void> {
  if (!existsSync(pidFile)) return
  const orphan = Number(readFileSync(pidFile, "utf8").split("\n")[0])
  if (!Number.isSafeInteger(orphan) || !(await runsWith(orphan, cluster))) return
  process.kill(orphan, "SIGINT")
  const deadline = performance.now() + END_WITHIN_MS
  let isLate = false
  while (await runsWith(orphan, cluster)) {
    if (!isLate && performance.now() > deadline) {
      isLate = true
      // Without writing everything first; it recovers at its next start.
      process.kill(orphan, "SIGQUIT")
    }
    await wait(LOOK_EVERY_MS)
  }
}

async function runsWith(processId: number, argument: string): Promise<boolean> {
  try {
    process.kill(processId, 0)
    const command = existsSync("/proc/self/cmdline")
      ? readFileSync(`/proc/${processId}/cmdline`, "utf8")
      : (await promisify(execFile)("ps", ["-o", "command=", "-p", String(processId)])).stdout
    return command.includes(argument)
  } catch {
    // Gone, or not ours to look at: either way not our server.
    return false
  }
}
