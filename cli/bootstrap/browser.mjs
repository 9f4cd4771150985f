import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import process from "node:process"
import { run, Stopped } from "./run.mjs"
import { bring, messageOf, node, root, SetUpRefused } from "./step.mjs"

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/**
 * Finds or installs the browser that the tests play a night in.
 * @returns its path
 */
export async function findBrowser() {
  const named = process.env.FELT_CHROMIUM
  if (named && existsSync(named)) return named
  if (named) throw new SetUpRefused(`FELT_CHROMIUM names ${named}, where there is nothing.`)
  return bring(
    "getting a browser for the tests",
    async () => onPath() ?? (await downloaded()),
    install,
  )
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean)
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return places.find((place) => existsSync(place)) ?? null
}

/** The browser that playwright keeps for this user, where there is one. */
async function downloaded() {
  const print =
    'import { chromium } from "playwright-core"; process.stdout.write(chromium.executablePath())'
  const path = await run(node, ["--input-type=module", "-e", print], { cwd: root })
  return existsSync(path) ? path : null
}

async function install() {
  const reasons = []
  for (const way of [fromDebian, fromPlaywright])
    try {
      const path = await way()
      if (path) return path
    } catch (error) {
      if (error instanceof Stopped) throw error
      reasons.push(messageOf(error))
    }
  throw new SetUpRefused(
    "The tests need Chromium and found none. Install it (on Debian: apt-get install chromium), or " +
      `name it in FELT_CHROMIUM.\n${reasons.join("\n")}`,
  )
}

/** As root only: on anybody else's machine this is not ours to install. */
async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return null
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const patient = ["-o", "DPkg::Lock::Timeout=120"]
  await run("apt-get", [...patient, "update"], { env })
  await run("apt-get", [...patient, "install", "-y", "--no-install-recommends", "chromium"], {
    env,
  })
  return onPath()
}

async function fromPlaywright() {
  const cli = join(root, "node_modules", "playwright-core", "cli.js")
  await run(node, [cli, "install", "chromium"], { cwd: root })
  return downloaded()
}
