import { constants, existsSync, statSync } from "node:fs"
import { access } from "node:fs/promises"
import { createServer } from "node:net"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { assess, type HealthFacts, UNKNOWN_HEALTH } from "../domain/health.ts"
import { readBackupState } from "../leaf/backup-state.ts"
import type { Config } from "../leaf/config.ts"
import { freeBytes, lockDataFolder } from "../leaf/data-folder.ts"
import {
  askCoreOffset,
  askOverlay,
  askTimeSync,
  certificateEnd,
  readTemperature,
} from "../leaf/probes.ts"
import { FolderTaken } from "../program/folder-lock.ts"
import { assertVersion } from "../program/nats-process.ts"
import { StartRefused } from "../program/start-refused.ts"
import type { Finding } from "../schemas/health.ts"
import { millis } from "../schemas/units.ts"
import { type Examined, examined } from "./examined.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const CACHED_NATS = join(root, ".cache/nats-server/nats-server")
const BROWSERS = ["cog", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/** Looks at a machine on which no Leaf answers: what it would need, and what it would find. */
export async function examineBox(
  config: Config,
  environment: NodeJS.ProcessEnv,
): Promise<(Finding | Examined)[]> {
  const certificate = await readCertificate(config)
  const facts = await measure(config, certificate.facts)
  return [
    await examineFolder(config.data),
    // A Leaf that runs has its port itself.
    ...(isHeld(config.data) ? [] : [await examinePort(config)]),
    await examineNats(environment),
    examineApp(),
    ...certificate.checks,
    ...assess(facts, UNKNOWN_HEALTH, millis(Date.now())).findings,
    examineBrowser(environment),
  ]
}

/** Whether a program holds the data folder. */
export function isHeld(data: string): boolean {
  if (!existsSync(`${data}/identity.json`)) return false
  try {
    lockDataFolder(data).release()
    return false
  } catch (error) {
    // One that cannot be written is told by the look at the folder.
    return error instanceof FolderTaken
  }
}

async function measure(
  config: Config,
  certificate: Partial<HealthFacts>,
): Promise<Partial<HealthFacts>> {
  const { data, core } = config
  const identity = `${data}/identity.json`
  const [free, celsius, isSet, overlay, backup, offsetMs] = await Promise.all([
    freeBytes(nearestFolder(data)),
    readTemperature(),
    askTimeSync(),
    askOverlay(),
    readBackupState(data),
    core ? askCoreOffset(core.url, Date.now) : null,
  ])
  return {
    ...certificate,
    disk: { freeBytes: free, minimumBytes: config.minimumFreeBytes },
    temperature: { celsius },
    clock: { isSet, offsetMs },
    overlay,
    ...(existsSync(identity)
      ? { backup: { ...backup, venueSince: millis(Math.floor(statSync(identity).mtimeMs)) } }
      : {}),
  }
}

async function readCertificate({
  tls,
}: Config): Promise<{ facts: Partial<HealthFacts>; checks: Examined[] }> {
  try {
    const endsAt = tls ? await certificateEnd(tls.certificate) : null
    return { facts: { certificate: { endsAt } }, checks: [] }
  } catch (error) {
    const says = `FELT_TLS_CERT names no certificate: ${String(error)}.`
    const todo = "Name one in PEM: no Leaf starts before that."
    return { facts: {}, checks: [examined("certificate", "bad", "certificate-unread", says, todo)] }
  }
}

async function examineFolder(data: string): Promise<Examined> {
  const where = "Name the right one with --data or FELT_DATA; npm start makes a new one."
  if (!existsSync(`${data}/identity.json`))
    return examined("folder", "none", "folder-new", `There is no venue in ${data} yet.`, where)
  try {
    await access(data, constants.W_OK)
  } catch {
    const says = `${data} may not be written by this user.`
    const todo = "Give it to the user that the Leaf runs as."
    return examined("folder", "bad", "folder-shut", says, todo)
  }
  const says = `${data} holds a venue. Its ledger is not read here: felt ledger verify does that.`
  return examined("folder", "ok", "folder-there", says)
}

function examinePort({ host, port }: Config): Promise<Examined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      const says =
        code === "EADDRINUSE" ? `The port ${port} is in use.` : `No Leaf can listen: ${message}.`
      const todo = "Stop what uses it, or set FELT_PORT to another."
      resolve(examined("port", "bad", "port-taken", says, todo))
    })
    probe.listen(port, host, () => {
      const free = examined("port", "ok", "port-free", `The port ${port} is free.`)
      probe.close(() => resolve(free))
    })
  })
}

async function examineNats({ FELT_NATS_SERVER: named }: NodeJS.ProcessEnv): Promise<Examined> {
  const binary = named ?? (existsSync(CACHED_NATS) ? CACHED_NATS : "nats-server")
  try {
    await assertVersion(binary)
    return examined("nats-server", "ok", "nats-server-fit", `${binary} is new enough.`)
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error
    // One that nobody has named is brought by the start.
    const todo = named === undefined ? "npm start fetches one." : "Without it no Leaf starts."
    const level = named === undefined ? "warn" : "bad"
    return examined("nats-server", level, "nats-server-unfit", error.message, todo)
  }
}

function examineApp(): Examined {
  return existsSync(join(root, "dist/client/index.html"))
    ? examined("app", "ok", "app-built", "The pages are built.")
    : examined("app", "warn", "app-unbuilt", "The pages are not built.", "npm run build")
}

/** A screen on the wall may hang on the box itself; then, and only then, it needs a browser. */
function examineBrowser({ PATH, FELT_CHROMIUM: named }: NodeJS.ProcessEnv): Examined {
  const folders = (PATH ?? "").split(delimiter).filter(Boolean)
  const places = folders.flatMap((folder) => BROWSERS.map((name) => join(folder, name)))
  const found = [...(named === undefined ? [] : [named]), ...places].find((each) =>
    existsSync(each),
  )
  return found === undefined
    ? examined(
        "browser",
        "none",
        "browser-absent",
        "None here; only a screen on the box needs one.",
      )
    : examined("browser", "ok", "browser-there", `${found} is there.`)
}

/** The folder, or what of its path there is already. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path))
}
