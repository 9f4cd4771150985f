import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import process from "node:process"
import { node, root, run, SetUpRefused, step } from "./step.mjs"

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/** Finds or installs the browser that the tests play a night in. @returns its path */
export async function findBrowser() {
  if (process.env.FELT_CHROMIUM) return process.env.FELT_CHROMIUM
  return onPath() ?? (await downloaded()) ?? step("getting a browser for the tests", install)
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean)
  return (
    folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync) ?? null
  )
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
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    try {
      await run("apt-get", ["update"])
      await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"])
      const path = onPath()
      if (path) return path
    } catch (error) {
      reasons.push(error.message)
    }
  }
  try {
    await run(node, [join(root, "node_modules/playwright-core/cli.js"), "install", "chromium"], {
      cwd: root,
    })
    const path = await downloaded()
    if (path) return path
  } catch (error) {
    reasons.push(error.message)
  }
  throw new SetUpRefused(
    "The tests need Chromium and found none. Install it (on Debian: apt-get install chromium), or " +
      `name it in FELT_CHROMIUM.\n${reasons.join("\n")}`,
  )
}
