import { spawn } from "node:child_process"
import { once } from "node:events"
import { globSync, openSync, closeSync, readSync, statSync, writeFileSync } from "node:fs"
import process from "node:process"
import { createInterface } from "node:readline"
import * as v from "valibot"
import { ownContents, packageContents } from "../../cli/release/contents.ts"
import { packRelease } from "../../cli/release/pack.ts"
import { LeafClient } from "../../cli/leaf-client.ts"
import { EntryId, PlayerId } from "../../schemas/ids.ts"
import { buildIn, CHECKOUT, signer } from "../support/boxed-release.ts"
import { temporaryFolder } from "../support/folder.ts"
import { intent } from "../support/intents.ts"
import { PIN } from "../support/leaf.ts"

/*
 * `npm run arm64`: packs a release for an ARM64 box, and lets that release install itself and run a Leaf with its
 * own Node and nats-server, each under qemu's emulation. Prints what it took. No test of `npm test`: it fetches
 * half a gigabyte, and an emulated start takes half a minute.
 */

const given = (name: string): string => {
  const value = process.env[`FELT_ARM64_${name}`]
  if (value === undefined)
    throw new Error("Start this with npm run arm64, which brings what it needs.")
  return value
}
const QEMU = [given("QEMU"), "-L", given("SYSTEM")] as const
/** What an ELF file says of the machine that it is for. */
const AARCH64 = 183
const READY_WITHIN_MS = 240_000

const figures: Record<string, number | string> = {}
const work = temporaryFolder()
const opt = `${work}/opt`

/** Runs one part and keeps how long it took. */
async function part<T>(name: string, run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await run()
  figures[`${name}Ms`] = Math.round(performance.now() - startedAt)
  return result
}

function demand(condition: boolean, words: string): asserts condition {
  if (!condition) throw new Error(words)
}

await part("pack", pack)
await part("install", install)
demandOnlyArm64()
await playOneBuyIn()
console.log(JSON.stringify(figures, null, 2))

async function pack(): Promise<void> {
  const keys = signer()
  writeFileSync(`${work}/release.pub`, keys.publicKey)
  const own = await ownContents(CHECKOUT)
  const packages = await packageContents(own.files.values(), given("MODULES"))
  const programs: [string, string][] = [
    ["bin/node", given("NODE")],
    ["bin/nats-server", given("NATS_SERVER")],
  ]
  const packed = await packRelease(
    `${work}/arm64.felt`,
    {
      files: new Map([...own.files, ...packages.files, ...programs]),
      emptyFolders: [...own.emptyFolders, ...packages.emptyFolders],
    },
    { version: "0.0.0", build: buildIn(CHECKOUT), platform: "linux-arm64" },
    keys.privateKey,
  )
  figures["files"] = packed.files
  figures["archiveMB"] = Math.round(packed.bytes / 1e6)
}

/** The release's own Node installs it: it says that it is an ARM64 machine's, which the archive is for. */
async function install(): Promise<void> {
  const felt = `${CHECKOUT}/cli/felt.ts release install ${work}/arm64.felt --folder ${opt} --key ${work}/release.pub`
  const [qemu, ...args] = [...QEMU, given("NODE"), ...felt.split(" ")]
  const child = spawn(qemu, args, { stdio: ["ignore", "ignore", "inherit"] })
  const [code] = await once(child, "exit")
  demand(code === 0, `The release could not be installed: status ${code}.`)
}

/** Every native file that came with the release is one for ARM64. */
function demandOnlyArm64(): void {
  const native = globSync("**", { cwd: `${opt}/a` }).filter((name) => {
    const machine = machineOf(`${opt}/a/${name}`)
    demand(machine === null || machine === AARCH64, `${name} is for another machine (${machine}).`)
    return machine !== null
  })
  figures["nativeFiles"] = native.join(" ")
  demand(native.includes("bin/node") && native.includes("bin/nats-server"), "Programs are missing.")
}

function machineOf(path: string): number | null {
  if (!statSync(path).isFile()) return null
  const file = openSync(path, "r")
  const start = Buffer.alloc(20)
  const length = readSync(file, start)
  closeSync(file)
  const isElf = length === 20 && start.toString("latin1", 0, 4) === "\u007fELF"
  return isElf ? start.readUInt16LE(18) : null
}

async function playOneBuyIn(): Promise<void> {
  // The Leaf starts its nats-server by this name; on a box the kernel runs it as it is.
  const nats = `${work}/nats-server`
  const bare = [...QEMU, `${opt}/current/bin/nats-server`].map((each) => `'${each}'`).join(" ")
  writeFileSync(nats, `#!/bin/sh\nexec ${bare} "$@"\n`, { mode: 0o755 })
  const [qemu, ...args] = [...QEMU, `${opt}/current/bin/node`, `${opt}/current/leaf/main.ts`]
  const leaf = spawn(qemu, args, {
    env: {
      PATH: process.env["PATH"],
      FELT_DATA: `${work}/data`,
      FELT_PORT: "0",
      FELT_SETUP_PIN: PIN,
      FELT_MIN_FREE_MB: "0",
      FELT_NATS_SERVER: nats,
    },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const ended = once(leaf, "exit")
  process.on("exit", () => leaf.kill("SIGKILL"))
  const url = await part("start", () => firstAddress(leaf.stdout, ended))
  const readiness = await fetch(`${url}/readyz`)
  demand(readiness.status === 200, `The Leaf is not ready: ${await readiness.text()}`)
  await part("buyIn", async () => {
    const client = new LeafClient(url)
    await client.signIn(PIN)
    const playerId = v.parse(PlayerId, "player-1")
    await client.keepPlayers([{ playerId, name: "Nora" }])
    const entryId = v.parse(EntryId, "entry-1")
    const answers = await client.record([
      intent("open-tournament"),
      intent("buy-in", { playerId, entryId }),
    ])
    demand(
      answers.length === 2 && answers.every(({ outcome }) => outcome === "accepted"),
      `The buy-in was not taken: ${JSON.stringify(answers)}`,
    )
    demand((await client.ledger(0)).length === 2, "The ledger has not both lines.")
  })
  await part("stop", async () => {
    leaf.kill("SIGTERM")
    const [code] = await ended
    demand(code === 0, `The Leaf ended with ${code}.`)
  })
}

/** Where the Leaf is, once it says that it is ready. */
async function firstAddress(
  output: NodeJS.ReadableStream,
  ended: Promise<unknown[]>,
): Promise<string> {
  const patience = AbortSignal.timeout(READY_WITHIN_MS)
  const line = once(createInterface(output), "line", { signal: patience })
  const [said] = await Promise.race([line, ended])
  const ready = v.parse(
    v.object({ ready: v.tupleWithRest([v.string()], v.string()) }),
    JSON.parse(String(said)),
  )
  return ready.ready[0]
}
