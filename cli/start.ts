import { randomInt } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import process from "node:process"
import * as v from "valibot"
import { LeafEnded, Supervisor } from "./supervisor.ts"
import { LeafClient } from "./leaf-client.ts"
import { Millis, millis } from "../schemas/units.ts"
import { demoDurationMs, playDemo } from "./demo/demo.ts"

/** What the demo keeps to itself: its PIN may be read by anybody, for it guards invented names. */
const Demo = v.object({
  pin: v.string(),
  /** When the demo night began, so that one that was interrupted goes on as the same night. */
  startedAt: Millis,
  phone: v.optional(v.string()),
})
type Demo = v.InferOutput<typeof Demo>

/**
 * `npm start`: a Leaf that is kept running, on an empty data folder with a demo night in full swing.
 */
async function start(): Promise<void> {
  const data = resolve(process.env["FELT_DATA"] ?? ".felt")
  const isNew = !existsSync(`${data}/identity.json`)
  const wantsDemo = process.env["FELT_DEMO"] !== "0"
  const demo = readDemo(data) ?? (isNew && wantsDemo ? newDemo(data) : null)
  const firstPin = demo ? null : readFirstPin(data, isNew)
  const pin = process.env["FELT_SETUP_PIN"] ?? demo?.pin ?? firstPin
  const supervisor = new Supervisor(
    { ...process.env, FELT_DATA: data, ...(pin ? { FELT_SETUP_PIN: pin } : {}) },
    end,
  )
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void supervisor.stop().then(() => end(0)))
  try {
    say("Starting the Leaf …")
    const [address = ""] = await supervisor.start()
    if (demo && demo.phone === undefined) {
      say("An empty data folder: a demo night of 127 players is being played up to its middle …")
      demo.phone = await playDemo(new LeafClient(address), demo)
      keepDemo(data, demo)
    }
    say(banner(address, demo, firstPin))
    if (firstPin) rmSync(firstPinFile(data), { force: true })
  } catch (error) {
    // The Leaf has a process group of its own: it would go on without anybody to stop it.
    await supervisor.stop()
    throw error
  }
}

function banner(address: string, demo: Demo | null, firstPin: string | null): string {
  const pin = demo?.pin ?? firstPin
  return [
    "",
    "Felt is running.",
    "",
    `  Operator   ${address}/operator`,
    ...(pin ? [`  PIN        ${pin}`] : []),
    `  Display    ${address}/display/main`,
    ...(demo?.phone ? [`  Phone      ${address}/player#${demo.phone}`] : []),
    "",
    "Ctrl-C stops it. What was recorded stays.",
    "",
  ].join("\n")
}

const newPin = (): string => String(randomInt(100_000, 1_000_000))

const firstPinFile = (data: string): string => `${data}/first-pin`

/**
 * The first administrator's PIN, kept until somebody has been told it: a start that fails half-way
 * must not leave a venue that nobody can sign in to.
 */
function readFirstPin(data: string, isNew: boolean): string | null {
  const path = firstPinFile(data)
  if (process.env["FELT_SETUP_PIN"]) return null
  if (existsSync(path)) return readFileSync(path, "utf8")
  if (!isNew) return null
  const pin = newPin()
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeFileSync(path, pin, { mode: 0o600 })
  return pin
}

function readDemo(data: string): Demo | null {
  const path = `${data}/demo.json`
  return existsSync(path) ? v.parse(Demo, JSON.parse(readFileSync(path, "utf8"))) : null
}

function newDemo(data: string): Demo {
  const demo = {
    pin: process.env["FELT_SETUP_PIN"] ?? newPin(),
    startedAt: millis(Date.now() - demoDurationMs()),
  }
  keepDemo(data, demo)
  return demo
}

function keepDemo(data: string, demo: Demo): void {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeFileSync(`${data}/demo.json`, JSON.stringify(demo), { mode: 0o600 })
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function end(exitCode: number): never {
  process.exit(exitCode)
}

try {
  await start()
} catch (error) {
  if (!(error instanceof LeafEnded)) throw error
  end(error.exitCode)
}
