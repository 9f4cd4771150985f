import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs"
import { jetstream, jetstreamManager } from "@nats-io/jetstream"
import { connect, type NatsConnection } from "@nats-io/transport-node"
import type { LeafClient } from "../cli/leaf-client.ts"
import { readCredentials } from "../leaf/nats-config.ts"
import { natsPaths, readClient } from "../program/nats-process.ts"
import type { Intent } from "../schemas/intent.ts"
import { TestLeaf } from "../tests/support/leaf.ts"
import { intent } from "../tests/support/intents.ts"
import { elapsedMs, type Figure } from "./figures.ts"

const RUNS = 5
const INTENTS = 200
const BATCHED = 1_000
/** As long as a buy-in's line. */
const LINE = "x".repeat(700)
const DISK = "the disk: write and sync, one at a time"

/**
 * How many intents a second are decided, durable in log and witness, projected and answered, next
 * to what the same disk and the same nats-server do alone. Run by run, one after the other, so that
 * a noisy moment of the machine hits all of them.
 */
export async function measureLedger(): Promise<Figure[]> {
  const leaf = await new TestLeaf().start()
  const client = await leaf.signIn()
  const raw = await openRaw(leaf.data)
  const runs: [disk: number[], jetStream: number[], single: number[], batched: number[]] = [
    [],
    [],
    [],
    [],
  ]
  const rate = async (count: number, work: () => Promise<unknown>) =>
    (count / (await elapsedMs(work))) * 1_000
  for (let run = 0; run < RUNS; run++) {
    runs[0].push(await rate(INTENTS, () => syncLines(leaf.data)))
    runs[1].push(await rate(INTENTS, () => publishLines(raw)))
    const [few, many] = [
      await field(client, `few-${run}`, INTENTS),
      await field(client, `many-${run}`, BATCHED),
    ]
    runs[2].push(
      await rate(INTENTS, async () => {
        for (const each of few) await client.record([each])
      }),
    )
    runs[3].push(await rate(BATCHED, () => client.record(many)))
  }
  await raw.close()
  await leaf.stop()
  const figure = (name: string, of: number[]): Figure => ({
    name,
    unit: "per second",
    runs: of,
    ratioTo: DISK,
  })
  return [
    figure(DISK, runs[0]),
    figure("JetStream: publish and wait, one at a time", runs[1]),
    figure("intents over HTTP, one a request", runs[2]),
    figure("intents over HTTP, five hundred a request", runs[3]),
  ]
}

/** The buy-ins of a tournament that has just been opened. */
async function field(client: LeafClient, tournamentId: string, players: number): Promise<Intent[]> {
  await client.record([intent("open-tournament", { tournamentId })])
  return Array.from({ length: players }, (_, index) =>
    intent("buy-in", { tournamentId, playerId: `p${index}`, entryId: `e${index}` }),
  )
}

function syncLines(folder: string): Promise<void> {
  const path = `${folder}/bench`
  const file = openSync(path, "a")
  for (let line = 0; line < INTENTS; line++) {
    writeSync(file, LINE)
    fdatasyncSync(file)
  }
  closeSync(file)
  rmSync(path)
  return Promise.resolve()
}

/** The Leaf's own nats-server, and a stream of its own in it, synced like the ledger's. */
async function openRaw(data: string): Promise<NatsConnection> {
  const paths = natsPaths(data)
  const connection = await connect({
    servers: `127.0.0.1:${readClient(paths).port}`,
    user: "admin",
    pass: readCredentials(paths).admin,
  })
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: "BENCH", subjects: ["bench"] })
  return connection
}

async function publishLines(connection: NatsConnection): Promise<void> {
  const js = jetstream(connection)
  for (let line = 0; line < INTENTS; line++) await js.publish("bench", LINE)
}
