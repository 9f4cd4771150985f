import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))

/** Runs a tool that a machine may lack; `null` where it has none, and says so. */
export function runIfThere(
  tool: string,
  args: string[],
): { status: number | null; words: string } | null {
  const { error, status, stdout, stderr } = spawnSync(tool, args, { encoding: "utf8", cwd: ROOT })
  if (error && "code" in error && error.code === "ENOENT") {
    console.log(`this machine has no ${tool}: what it would check is not checked by it here`)
    return null
  }
  if (error) throw error
  return { status, words: stdout + stderr }
}
