import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"

const made: string[] = []

process.on("exit", () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A folder of its own for one test, gone when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "felt-test-"))
  made.push(folder)
  return folder
}
