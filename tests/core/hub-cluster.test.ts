import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { jetstreamManager } from "@nats-io/jetstream"
import { pino } from "pino"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { Hub } from "../../core/hub/hub.ts"
import type { VenueOf } from "../../core/venues.ts"
import { openHubLog } from "../../leaf/uplink/hub-log.ts"
import { LedgerUplink } from "../../leaf/uplink/ledger-uplink.ts"
import { lineOf } from "../../ledger/recover.ts"
import { readAll } from "../contracts/event-log.ts"
import { venueOf } from "../support/hub.ts"
import { TestHubCluster } from "../support/hub-cluster.ts"
import { DamagedLog, ledgerOf } from "../support/ledger-lines.ts"
import { temporaryFolder } from "../support/folder.ts"
import { until } from "../support/until.ts"

/**
 * Three servers that keep every ledger on all three; one after the other is killed while Leaves
 * append. Takes a minute and is asked for:
 *
 *   FELT_LONG=1 npm test -- hub-cluster
 */
const IS_LONG = process.env["FELT_LONG"] === "1"
const VENUES = 5
const MOST_LINES = 8_000
/** So many from each venue, whatever happens in between. */
const LINES_BETWEEN = 150
/** A busy venue, and then some. */
const EVERY_MS = 20

const test = suite("hub cluster")

/** A venue's Leaf, as far as its ledger goes. */
class Appender {
  readonly venue: VenueOf
  readonly log = new DamagedLog([])
  readonly #lines = ledgerOf(MOST_LINES).map(lineOf)
  readonly uplink: LedgerUplink
  /** Where the hub turned out to have less than it had confirmed. */
  readonly lost: string[] = []
  connections = 0
  longestGapMs = 0
  #told = () => {}

  constructor(hub: Hub, venue: VenueOf, token: string) {
    this.venue = venue
    this.uplink = LedgerUplink.start({
      log: this.log,
      last: () => this.log.counted,
      subscribe: (listener) => {
        this.#told = listener
        return () => {}
      },
      openHub: async () => {
        // At the very first there is no uplink yet to ask.
        const before = this.connections === 0 ? 0 : this.confirmed
        const opened = await openHubLog(await hub.place(venue), { url: "", token })
        const there = await opened.log.lastSequence()
        if (there < before) this.lost.push(`${before} were confirmed, ${there} are there`)
        this.connections += 1
        return opened
      },
      now: Date.now,
      patienceMs: () => 100,
      onError: () => {},
    })
  }

  get confirmed(): number {
    return this.log.counted - this.uplink.state.waitingLines
  }

  /** Lines come until that is over, whatever becomes of them. */
  async run(isOver: () => boolean): Promise<void> {
    let [seen, at] = [0, performance.now()]
    for (const line of this.#lines) {
      if (isOver()) return
      await this.log.append([line])
      this.#told()
      await wait(EVERY_MS)
      if (this.confirmed === seen) continue
      this.longestGapMs = Math.max(this.longestGapMs, performance.now() - at)
      ;[seen, at] = [this.confirmed, performance.now()]
    }
  }
}

if (IS_LONG)
  test("of what three servers have confirmed nothing is lost when one after the other is killed", async () => {
    const cluster = await TestHubCluster.start()
    const tokens = new Map<string, VenueOf>()
    const hub = await Hub.open(
      { data: temporaryFolder(), binary: "", publicUrl: cluster.url, cluster: cluster.cluster },
      { find: (token) => Promise.resolve(tokens.get(token ?? "") ?? null), onError: () => {} },
      pino({ level: "silent" }),
    )
    const leaves = Array.from({ length: VENUES }, (_, index) => {
      const venue = venueOf(index + 1, "card-room")
      tokens.set(`token-${index}`, venue)
      return new Appender(hub, venue, `token-${index}`)
    })
    let isOver = false
    const runs = Promise.all(leaves.map((leaf) => leaf.run(() => isOver)))
    const comeForward = async (what: string) => {
      const from = leaves.map(({ confirmed }) => confirmed)
      await until(
        what,
        () =>
          leaves.every(({ confirmed }, index) => confirmed >= (from[index] ?? 0) + LINES_BETWEEN),
        120_000,
      )
    }
    const manager = await jetstreamManager(hub.connection)
    const killed: { server: string; confirmed: number }[] = []
    for (let round = 0; round < 2; round++) {
      await comeForward("all three confirm")
      const { stream } = await hub.streams.of(leaves[0]?.venue ?? venueOf(1, "card-room"))
      const leader = (await manager.streams.info(stream)).cluster?.leader ?? ""
      const confirmed = leaves.reduce((sum, each) => sum + each.confirmed, 0)
      killed.push({ server: leader, confirmed })
      await cluster.kill(cluster.serverNamed(leader))
      await comeForward("it goes on with two")
      await cluster.startAgain(cluster.serverNamed(leader))
    }
    isOver = true
    await runs
    await until(
      "all is confirmed",
      () => leaves.every(({ log, confirmed }) => confirmed === log.counted),
      120_000,
    )
    for (const leaf of leaves) {
      assert.equal(leaf.lost, [])
      assert.is(leaf.uplink.state.alarm, null)
      assert.equal(await readAll(await hub.log(leaf.venue)), leaf.log.lines)
      const { config, cluster: of } = await manager.streams.info(
        (await hub.streams.of(leaf.venue)).stream,
      )
      assert.is(config.num_replicas, 3)
      assert.is(of?.replicas?.filter(({ current }) => current).length, 2)
    }
    const gap = Math.max(...leaves.map(({ longestGapMs }) => longestGapMs))
    const lines = leaves.reduce((sum, { log }) => sum + log.counted, 0)
    console.log(
      `${lines} lines confirmed by three servers, 0 lost; killed: ` +
        `${killed.map((each) => `${each.server} after ${each.confirmed}`).join(", ")}; ` +
        `longest time without a confirmation ${Math.round(gap)} ms`,
    )
    for (const leaf of leaves) await leaf.uplink.close()
    await hub.close()
    await cluster.stop()
  })

test("the hub's three servers start on the configuration that is deployed, and find each other", async () => {
  const cluster = await TestHubCluster.start()
  const venue = venueOf(1, "card-room")
  const hub = await Hub.open(
    { data: temporaryFolder(), binary: "", publicUrl: cluster.url, cluster: cluster.cluster },
    { find: (token) => Promise.resolve(token === "right" ? venue : null), onError: () => {} },
    pino({ level: "silent" }),
  )
  const lines = ledgerOf(5).map(lineOf)
  const leaf = await openHubLog(await hub.place(venue), { url: "", token: "right" })
  await leaf.log.append(lines)
  assert.equal(await readAll(await hub.log(venue)), lines)
  const manager = await jetstreamManager(hub.connection)
  const { cluster: of } = await manager.streams.info((await hub.streams.of(venue)).stream)
  assert.is(of?.replicas?.length, 2)
  const wrong = await openHubLog(await hub.place(venue), { url: "", token: "wrong" }).catch(
    (error: unknown) => error,
  )
  assert.match(String(wrong), /does not let this venue in/)
  await leaf.close()
  await hub.close()
  await cluster.stop()
})

test.run()
