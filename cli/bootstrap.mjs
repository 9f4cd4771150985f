// The way in for every npm script: brings what this machine lacks (packages and Node 24, a fit
// nats-server, a browser for the tests, the built app), then runs the task under the project's own
// Node. Plain JavaScript, because at a fresh clone nothing else can run. See CONTRIBUTING.md.
import { join } from "node:path"
import process from "node:process"
import { buildApp } from "./bootstrap/app.mjs"
import { findBrowser } from "./bootstrap/browser.mjs"
import { installPackages } from "./bootstrap/install.mjs"
import { findNatsServer } from "./bootstrap/nats-server.mjs"
import { prepareProjection } from "./bootstrap/projection.mjs"
import { root, SetUpRefused } from "./bootstrap/step.mjs"
import { runTask } from "./bootstrap/task.mjs"

const [task, ...args] = process.argv.slice(2)
const file = (path) => join(root, path)
const binary = (path) => file(join("node_modules", path))

/** What a Leaf needs to run. */
async function venue() {
  await prepareProjection()
  await buildApp()
  return { FELT_NATS_SERVER: await findNatsServer() }
}

const CHECKS = [
  [binary("typescript/bin/tsc"), "-b"],
  [binary("oxlint/bin/oxlint"), "--type-aware"],
  [binary("oxfmt/bin/oxfmt"), "--check", "."],
  [binary("knip/bin/knip.js")],
]

async function check() {
  for (const command of CHECKS) {
    process.stderr.write(`felt: ${command.join(" ").replace(`${root}/node_modules/`, "")}\n`)
    const status = await runTask(command)
    if (status !== 0) return status
  }
  return 0
}

const TASKS = {
  start: async () => runTask([file("cli/start.ts"), ...args], await venue()),
  test: async () => {
    const environment = { ...(await venue()), FELT_CHROMIUM: await findBrowser() }
    return runTask([file("tests/run.ts"), ...args], environment)
  },
  pictures: async () => {
    const environment = { ...(await venue()), FELT_CHROMIUM: await findBrowser() }
    return runTask([file("docs/take-pictures.ts")], environment)
  },
  bench: async () => runTask([file("bench/run.ts"), ...args], await venue()),
  // A calculation needs no server; only what opens a ledger does.
  felt: async () =>
    runTask(
      [file("cli/felt.ts"), ...args],
      args[0] === "calc" ? {} : await venue(),
      // The files that a person names are seen from where that person stands.
      process.env.INIT_CWD ?? process.cwd(),
    ),
  build: async () => (await buildApp(), 0),
  check,
  format: () => runTask([binary("oxfmt/bin/oxfmt"), "."]),
}

try {
  const [major = 0] = process.versions.node.split(".").map(Number)
  if (major < 18)
    throw new SetUpRefused(`Node ${process.versions.node} is too old: use 18 or newer.`)
  const chosen = TASKS[task]
  if (!chosen)
    throw new SetUpRefused(`There is no task "${task}": ${Object.keys(TASKS).join(", ")}.`)
  await installPackages()
  process.exitCode = await chosen()
} catch (error) {
  if (!(error instanceof SetUpRefused)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
