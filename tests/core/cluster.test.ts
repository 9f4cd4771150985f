import process from "node:process"
import { createAccount } from "@nats-io/jwt"
import { jetstreamManager } from "@nats-io/jetstream"
import { pino } from "pino"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { readConfig } from "../../core/config.ts"
import { Hub } from "../../core/hub.ts"
import { openHubLog } from "../../leaf/core-access.ts"
import type { LogLine } from "../../ledger/event-log.ts"
import { lineOf } from "../../ledger/recover.ts"
import { StartRefused } from "../../program/start-refused.ts"
import { readAll } from "../contracts/event-log.ts"
import { venueOf } from "../support/hub.ts"
import { ledgerOf } from "../support/ledger-lines.ts"
import { NatsCluster } from "../support/nats-cluster.ts"
import { until } from "../support/until.ts"

/**
 * The hub as a cluster of three servers. Killing them takes a minute and is no part of every run:
 * FELT_LONG=1 npm test -- core/cluster.
 */
const test = suite("the hub as a cluster")
const LINES = 3_000
const KILL_EVERY = 800
const venue = venueOf(1, "card-room")

const seed = new TextDecoder().decode(createAccount().getSeed())
const whole = {
  NATS_URL: "nats://core:secret@nats-1:4222,nats://core:secret@nats-2:4222",
  NATS_ISSUER_SEED: seed,
  FELT_CORE_NATS_URL: "tls://hub.example:4222",
}

test("a cluster's settings are read, and the addresses are told without the password", () => {
  const { cluster, publicUrl } = readConfig(whole).hub
  assert.equal(cluster, {
    options: { servers: ["nats-1:4222", "nats-2:4222"], user: "core", pass: "secret" },
    issuerSeed: seed,
    replicas: 3,
  })
  assert.is(publicUrl, "tls://hub.example:4222")
})

for (const [what, setting, words] of [
  ["one of the two missing", { NATS_ISSUER_SEED: undefined }, /go together/],
  [
    "a cluster that Leaves must reach themselves, and nobody says where",
    { NATS_URL: "tls://core:secret@nats-1", FELT_CORE_NATS_URL: undefined },
    /set FELT_CORE_NATS_URL/,
  ],
  ["no user", { NATS_URL: "nats://nats-1:4222" }, /NATS_URL=… is wrong: expected nats:/],
  ["another protocol", { NATS_URL: "http://core:secret@nats-1" }, /NATS_URL=… is wrong/],
  ["what is no seed", { NATS_ISSUER_SEED: "SAsecret" }, /NATS_ISSUER_SEED=… is wrong/],
  [
    "an address to which Leaves would send their tokens openly",
    { FELT_CORE_NATS_URL: "nats://hub.example:4222" },
    /FELT_CORE_NATS_URL=.* expected tls:/,
  ],
  ["two replicas", { NATS_REPLICAS: "2" }, /NATS_REPLICAS=2 is wrong: expected 1, 3 or 5/],
] as const)
  test(`${what}: refused in one sentence that shows no secret`, () => {
    try {
      readConfig({ ...whole, ...setting })
    } catch (error) {
      assert.instance(error, StartRefused)
      assert.match(String(error), words)
      return assert.not.match(String(error), /secret/)
    }
    assert.unreachable()
  })

/** A Leaf as it brings its lines: a new connection after every failure, from where the hub's end. */
async function bringAll(hub: Hub, lines: readonly LogLine[], onAcknowledged: (n: number) => void) {
  for (let last = 0; last < lines.length;)
    try {
      const leaf = await openHubLog(await hub.place(venue), {
        url: "http://127.0.0.1:9",
        token: "token",
      })
      try {
        last = await leaf.log.lastSequence()
        while (last < lines.length) {
          // One by one, as in a night, and many at once, as after one.
          const size = last % 50 === 0 ? 25 : 1
          const batch = lines.slice(last, last + size)
          await leaf.log.append(batch)
          last += batch.length
          onAcknowledged(last)
        }
      } finally {
        await leaf.close()
      }
    } catch {
      // As the Leaf does: ask where it ends, and go on from there.
    }
}

if (process.env["FELT_LONG"] === "1")
  test("its servers are killed one after the other, the leader first: nothing acknowledged is lost", async () => {
    const cluster = await NatsCluster.start()
    try {
      await attack(cluster, await openHub(cluster))
    } finally {
      await cluster.stop()
    }
  })

/** The cluster takes a moment to have a leader. */
async function openHub({ settings }: NatsCluster): Promise<Hub> {
  const urls = settings.options.servers.map((server) => `nats://${server}`)
  const opened: Hub[] = []
  await until(
    "the cluster has a leader",
    async () => {
      const hub = await Hub.open(
        { data: "", binary: "", publicUrl: urls.join(","), cluster: settings },
        { find: () => Promise.resolve(venue), onError: () => undefined },
        pino({ level: "silent" }),
      ).catch(() => null)
      if (hub) opened.push(hub)
      return hub !== null
    },
    60_000,
  )
  const [hub] = opened
  if (!hub) throw new Error("The hub was not opened.")
  return hub
}

async function attack(cluster: NatsCluster, hub: Hub): Promise<void> {
  const lines = ledgerOf(LINES).map(lineOf)
  const manager = await jetstreamManager(hub.connection)
  let [acknowledged, at, longest] = [0, performance.now(), 0]
  const bringing = bringAll(hub, lines, (last) => {
    longest = Math.max(longest, performance.now() - at)
    at = performance.now()
    acknowledged = last
  })
  const killed: string[] = []
  for (let goal = KILL_EVERY; goal < LINES; goal += KILL_EVERY) {
    await until(`${goal} lines are acknowledged`, () => acknowledged >= goal, 120_000)
    const { stream } = await hub.streams.of(venue)
    const leader = (await manager.streams.info(stream)).cluster?.leader ?? ""
    const before = acknowledged
    await cluster.kill(leader)
    killed.push(leader)
    await until("it goes on without it", () => acknowledged > before + 25, 120_000)
    cluster.startAgain(leader)
    await until(
      "all three have everything",
      async () => {
        const { cluster: state } = await manager.streams.info(stream)
        const replicas = state?.replicas ?? []
        return replicas.length === 2 && replicas.every((each) => each.current && !each.offline)
      },
      120_000,
    )
  }
  await bringing
  const there = await readAll(await hub.log(venue))
  assert.equal(there, lines, "each line once, in order, in the same bytes")
  const words = `${LINES} lines, killed ${killed.join(", ")}; longest pause ${Math.round(longest)} ms`
  process.stdout.write(`(${words}) `)
}

test.run()
