// The way in for every npm script: brings what this machine lacks (packages and Node 24, a fit
// nats-server, a browser for the tests, the built app), then runs the task under the project's own
// Node. Plain JavaScript, because at a fresh clone nothing else can run. See CONTRIBUTING.md.
import { join } from "node:path"
import process from "node:process"
import { buildApp } from "./bootstrap/app.mjs"
import { bringArm64 } from "./bootstrap/arm64.mjs"
import { auditPackages } from "./bootstrap/audit.mjs"
import { findBrowser } from "./bootstrap/browser.mjs"
import { installPackages } from "./bootstrap/install.mjs"
import { buildLazyDisk } from "./bootstrap/lazy-disk.mjs"
import { findNatsServer } from "./bootstrap/nats-server.mjs"
import { prepareProjection } from "./bootstrap/projection.mjs"
import { runTask, Stopped } from "./bootstrap/run.mjs"
import { findShellcheck } from "./bootstrap/shellcheck.mjs"
import { root, SetUpRefused } from "./bootstrap/step.mjs"

const OLDEST_NODE = 18
const [task = "", ...args] = process.argv.slice(2)

/** @param {string} path */
const file = (path) => join(root, path)
/** @param {string} path */
const tool = (path) => file(join("node_modules", path))

const log = async () => ({ FELT_NATS_SERVER: await findNatsServer() })

/** What Core needs to run; a nats-server of its own is not needed where another is named. */
async function cloud() {
  await buildApp()
  return process.env.NATS_URL ? {} : log()
}

/** What a Leaf needs to run. */
async function venue() {
  await prepareProjection()
  await buildApp()
  return log()
}

const venueWithBrowser = async () => ({ ...(await venue()), FELT_CHROMIUM: await findBrowser() })

/** What the tests need: the scripts that a device is set up with are checked as well. */
async function everyTest() {
  const environment = await venueWithBrowser()
  const shellcheck = await findShellcheck()
  return { ...environment, ...(shellcheck && { FELT_SHELLCHECK: shellcheck }) }
}

/** What a command needs; one that is not named here needs nothing. */
const COMMAND_NEEDS = new Map([
  ["ledger", log],
  ["restore", log],
  ["unlock", log],
  ["projection", async () => (await prepareProjection(), log())],
  ["night", venue],
  ["release", async () => (args[1] === "pack" ? venue() : {})],
])

async function felt() {
  const environment = await COMMAND_NEEDS.get(args[0] ?? "")?.()
  // The files that a person names are seen from where that person stands.
  const cwd = process.env.INIT_CWD ?? process.cwd()
  return runTask([file("cli/felt.ts"), ...args], environment, cwd)
}

/** A night of 50,000 updates through a screen's page: the test of it in its long form. */
async function soak() {
  const environment = { FELT_SOAK_UPDATES: "50000", ...(await venueWithBrowser()) }
  return runTask([file("tests/e2e/display-soak.test.ts")], environment)
}

/** What breaks things for real, by their paths below tests/. */
const CHAOS = [
  "leaf/crash",
  "leaf/power-cut",
  "leaf/damage",
  "leaf/rot",
  "leaf/disk-faults",
  "leaf/clock-leap",
  "leaf/weak-network",
  "leaf/two-hours",
  "leaf/memory",
  "sync-server/convergence",
  "core/ledger-uplink",
]

/** Every fault in its long form, with its figures; power is lost in both ways that there are to stage it. */
async function chaos() {
  const environment = { FELT_LONG: "1", FELT_FIGURES: "1", ...(await venue()) }
  const wanted = args.length > 0 ? args : CHAOS
  const status = await runTask([file("tests/run.ts"), ...wanted], environment)
  if (!wanted.includes("leaf/power-cut")) return status
  const lazy = { ...environment, FELT_LAZY_DISK: await buildLazyDisk() }
  return (await runTask([file("tests/run.ts"), "leaf/power-cut"], lazy)) || status
}

/** A release for a box, which installs itself and runs a Leaf under emulation. */
async function arm64() {
  const environment = { ...(await venue()), ...(await bringArm64()) }
  return runTask([file("tests/deploy/arm64-smoke.ts")], environment)
}

/** @type {[name: string, program: string, ...args: string[]][]} */
const CHECKS = [
  ["tsc", tool("typescript/bin/tsc"), "-b"],
  ["oxlint", tool("oxlint/bin/oxlint"), "--type-aware"],
  ["oxfmt", tool("oxfmt/bin/oxfmt"), "--check", "."],
  ["knip", tool("knip/bin/knip.js")],
]

async function check() {
  for (const [name, ...command] of CHECKS) {
    process.stderr.write(`felt: ${name}\n`)
    const status = await runTask(command)
    if (status !== 0) return status
  }
  return auditPackages()
}

/** @type {Map<string, () => Promise<number>>} each gives the exit status */
const TASKS = new Map([
  ["start", async () => runTask([file("cli/start.ts"), ...args], await venue())],
  ["core", async () => runTask([file("core/main.ts"), ...args], await cloud())],
  ["test", async () => runTask([file("tests/run.ts"), ...args], await everyTest())],
  ["check", check],
  ["bench", async () => runTask([file("bench/run.ts"), ...args], await venue())],
  ["build", async () => (await buildApp(), 0)],
  ["felt", felt],
  ["format", () => runTask([tool("oxfmt/bin/oxfmt"), "."])],
  ["soak", soak],
  ["chaos", chaos],
  ["simulate", () => runTask([file("tests/simulator/run.ts"), ...args])],
  ["arm64", arm64],
  ["screens", async () => runTask([file("docs/take-screens.ts")], await venueWithBrowser())],
  ["pictures", async () => runTask([file("docs/take-pictures.ts")], await venueWithBrowser())],
])

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof Stopped) process.exitCode = error.status
  else if (error instanceof SetUpRefused) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  } else throw error
}

async function main() {
  const { node } = process.versions
  if (Number.parseInt(node, 10) < OLDEST_NODE)
    throw new SetUpRefused(`Node ${node} is too old: use ${OLDEST_NODE} or newer.`)
  if (process.platform === "win32")
    throw new SetUpRefused("Felt runs on Linux and macOS; on Windows, use WSL.")
  const chosen = TASKS.get(task)
  if (!chosen)
    throw new SetUpRefused(`There is no task "${task}": ${[...TASKS.keys()].join(", ")}.`)
  await installPackages()
  return chosen()
}
