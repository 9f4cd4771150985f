import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { run, Stopped } from "./run.mjs"
import { bring, messageOf, readIfThere, root, SetUpRefused, sha256 } from "./step.mjs"

/** Names the lock file that is installed; in `node_modules`, so that it goes with it. */
const stamp = join(root, "node_modules", ".felt-install")

/** Installs the packages of the lock file, Node 24 among them, unless exactly these are there. */
export async function installPackages() {
  const wanted = sha256(readFileSync(join(root, "package-lock.json")))
  await bring(
    "installing packages",
    () => (readIfThere(stamp) === wanted ? stamp : null),
    async () => {
      rmSync(stamp, { force: true })
      await install()
      writeFileSync(stamp, wanted)
      return stamp
    },
  )
}

/**
 * Not `npm ci`: it refuses a lock file without the parts of foreign platforms, and npm cannot lock
 * what a partial mirror of the registry does not carry. This installs the same locked versions, and
 * `--no-save` leaves the lock file as it is.
 */
async function install() {
  try {
    await run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: root,
    })
  } catch (cause) {
    if (cause instanceof Stopped) throw cause
    throw new SetUpRefused(
      `The packages could not be installed. Is there a connection to the npm registry?\n${messageOf(cause)}`,
      { cause },
    )
  }
}
