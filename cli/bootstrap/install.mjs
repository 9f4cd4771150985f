import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { run, Stopped } from "./run.mjs"
import { bring, messageOf, readIfThere, root, SetUpRefused, sha256 } from "./step.mjs"

/** Inside `node_modules`, so that it goes with it: `npm ci` begins by removing that folder. */
const stamp = join(root, "node_modules", ".felt-install")

/** Installs the packages of the lock file, Node 24 among them, unless exactly these are there. */
export async function installPackages() {
  const wanted = sha256(readFileSync(join(root, "package-lock.json")))
  await bring(
    "installing packages",
    () => (readIfThere(stamp) === wanted ? stamp : null),
    async () => {
      await install()
      writeFileSync(stamp, wanted)
      return stamp
    },
  )
}

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
