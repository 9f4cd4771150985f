import { writeFileSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { readIfThere, root, run, SetUpRefused, sha256, step } from "./step.mjs"

const stamp = join(root, "node_modules", ".felt-install")

/** Installs the packages of the lock file, Node 24 among them, unless exactly these are there. */
export async function installPackages() {
  const wanted = sha256(readFileSync(join(root, "package-lock.json")))
  if (readIfThere(stamp) === wanted) return
  await step("installing packages (a minute at the first time)", async () => {
    try {
      await run(
        process.platform === "win32" ? "npm.cmd" : "npm",
        ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
        { cwd: root },
      )
    } catch (cause) {
      throw new SetUpRefused(
        `The packages could not be installed. Is there a connection to the npm registry?\n${cause.message}`,
        { cause },
      )
    }
    writeFileSync(stamp, wanted)
  })
}
