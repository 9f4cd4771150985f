import { existsSync, rmSync } from "node:fs"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import type { LeafClient, Room } from "../../cli/leaf-client.ts"
import { seededRandom, uniform } from "../../domain/random.ts"
import { rebuildProjection } from "../../cli/projection-rebuild.ts"
import { verifyLedger } from "../../cli/ledger-verify.ts"
import { PGliteStore } from "../../ledger/store-pglite.ts"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { TournamentId } from "../../schemas/ids.ts"
import type { Intent } from "../../schemas/intent.ts"
import type { IntentAnswer } from "../../schemas/wire.ts"

import { buyIns, intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"
import { recordOnce } from "../support/record-once.ts"
import { until } from "../support/until.ts"

const ROUNDS = 10
/** So many are answered in each round before the plug is pulled, while more are on their way. */
const INTENTS = 100
const WITHIN_MS = 60
const LANES = 4

const TABLETS = 10
/** What is promised of everybody's screen, from the moment at which the Leaf is ready. */
const IN_SYNC_WITHIN_MS = 5_000

/** Tablets on one tournament's floor: stock Yjs clients that come back by themselves. */
class Hall {
  readonly #rooms: readonly Room[]
  /** What the Leaf has called safe, by its key. */
  readonly #safe = new Map<string, string>()

  private constructor(rooms: readonly Room[]) {
    this.#rooms = rooms
  }

  static async open(client: LeafClient): Promise<Hall> {
    const room = tournamentRoom(v.parse(TournamentId, "t1"))
    return new Hall(await Promise.all(Array.from({ length: TABLETS }, () => client.openRoom(room))))
  }

  get safe(): number {
    return this.#safe.size
  }

  /** From now on every tablet writes one edit after the other, each when the last is safe. */
  work(round: number): { stop: () => void; ended: Promise<unknown> } {
    let isStopped = false
    const ended = Promise.all(
      this.#rooms.map(async (room, tablet) => {
        for (let index = 0; !isStopped; index++) {
          const [key, player] = [`entry/d${round}-${tablet}-${index}/player`, `p${index}`]
          room.registers.set(key, player)
          await room.safe()
          this.#safe.set(key, player)
        }
      }),
    )
    return { stop: () => void (isStopped = true), ended }
  }

  /** Everybody has what anybody wrote since, and everything that was ever called safe. */
  async assertInSync(round: number): Promise<void> {
    const marks = this.#rooms.map((room, tablet) => {
      const key = `entry/mark${round}-${tablet}/player`
      room.registers.set(key, `p${tablet}`)
      return key
    })
    for (const [tablet, { registers }] of this.#rooms.entries())
      await until(`tablet ${tablet} has what the others wrote`, () =>
        marks.every((key) => registers.get(key) !== undefined),
      )
    for (const { registers } of this.#rooms)
      for (const [key, player] of this.#safe)
        assert.is(registers.get(key), player, `round ${round}: ${key} was called safe`)
  }

  close(): void {
    for (const room of this.#rooms) room.close()
  }
}

/** The projection as the stopped Leaf left it, and as it is when filled from nothing. */
async function fingerprints(data: string): Promise<{ left: string; rebuilt: string }> {
  assert.ok(existsSync(`${data}/projection.clean`), "an orderly stop leaves the marker")
  const store = await PGliteStore.open(`${data}/projection`, null)
  const left = await store.fingerprint((await store.head()).sequence)
  await store.close()
  const { fingerprint: rebuilt } = await rebuildProjection(data)
  return { left, rebuilt }
}

/**
 * Sends intents, a few at a time. When enough are answered the plug is pulled, while others are on
 * their way. Gives what was answered, before the cut or in the middle of it.
 */
async function sendUntilCut(
  leaf: TestLeaf,
  token: string,
  intents: readonly Intent[],
  cutAfterMs: number,
): Promise<IntentAnswer[]> {
  const answered: IntentAnswer[] = []
  const queue = [...intents]
  const cuts: Promise<void>[] = []
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const answer = await recordOnce(leaf.url, token, next)
      if (answer) answered.push(answer)
      if (answered.length >= INTENTS && cuts.length === 0)
        cuts.push(wait(cutAfterMs).then(() => leaf.kill()))
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  assert.is(cuts.length, 1, `only ${answered.length} of ${intents.length} intents were answered`)
  await Promise.all(cuts)
  return answered
}

test(`${INTENTS} accepted intents and ${TABLETS} tablets at work, the plug pulled at a random moment, ${ROUNDS} times over`, async () => {
  const seed = "crash-1"
  const random = seededRandom(seed)
  const leaf = await new TestLeaf().start()
  let client = await leaf.signIn()
  const token = await tokenOf(leaf)
  await client.record([intent("open-tournament")])
  const hall = await Hall.open(client)
  const promised = new Map<string, number>()
  const sent: Intent[] = []
  const readyMs: number[] = []
  const inSyncMs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const intents = buyIns(2 * INTENTS).map((each, index) => ({
      ...intent("buy-in", { playerId: `p${round}-${index}`, entryId: `e${round}-${index}` }),
      id: each.id,
    }))
    sent.push(...intents)
    const work = hall.work(round)
    const answered = await sendUntilCut(leaf, token, intents, uniform(random, WITHIN_MS))
    work.stop()
    for (const { id, seq } of answered) promised.set(id, seq)
    const cutAt = performance.now()
    await leaf.start()
    const readyAt = performance.now()
    readyMs.push(readyAt - cutAt)
    await hall.assertInSync(round)
    inSyncMs.push(performance.now() - readyAt)
    await work.ended
    client = await leaf.signIn()
    const lines = await client.ledger(0)
    const at = new Map(lines.map((line) => [line.intent.id as string, line.sequence as number]))
    assert.is(at.size, lines.length, `round ${round}, seed ${seed}: a line is there twice`)
    assert.equal(
      lines.map(({ sequence }) => sequence),
      lines.map((_, index) => index + 1),
    )
    for (const [id, seq] of promised)
      assert.is(at.get(id), seq, `round ${round}: ${id} was promised`)
    if (round !== 0 && round !== ROUNDS - 1) continue
    await leaf.stop()
    const { left, rebuilt } = await fingerprints(leaf.data)
    assert.is(left, rebuilt, `round ${round}: the projection is not what a rebuild gives`)
    await leaf.start()
    client = await leaf.signIn()
  }
  assert.ok(promised.size >= ROUNDS * INTENTS, "the rounds did some work before they were cut")
  const answers = await client.record(sent)
  assert.ok(answers.every(({ outcome }) => outcome === "accepted"))
  for (const { id, seq } of answers) if (promised.has(id)) assert.is(seq, promised.get(id))
  assert.is((await client.ledger(0)).length, ROUNDS * 2 * INTENTS + 1)
  hall.close()
  await leaf.stop()
  assert.ok((await verifyLedger(leaf.data)).ok)
  const longest = (all: readonly number[]) => Math.round(Math.max(...all))
  console.log(
    `${ROUNDS} kills, ${ROUNDS} clean recoveries: 0 of ${promised.size} answered intents and 0 of ` +
      `${hall.safe} safe edits lost; ready ${longest(readyMs)} ms after the kill at most, ` +
      `${TABLETS} tablets in sync ${longest(inSyncMs)} ms after that`,
  )
  assert.ok(longest(inSyncMs) < IN_SYNC_WITHIN_MS)
})

test("deleting the projection while stopped changes nothing after the next start", async () => {
  const leaf = await new TestLeaf().start()
  const client = await leaf.signIn()
  await client.record([intent("open-tournament"), ...buyIns(5), intent("rebuy")])
  const before = await client.ledger(0)
  await leaf.stop()
  rmSync(`${leaf.data}/projection`, { recursive: true })
  await leaf.start()
  assert.equal(await (await leaf.signIn()).ledger(0), before)
  await leaf.stop()
  const { left, rebuilt } = await fingerprints(leaf.data)
  assert.is(left, rebuilt)
})

test("a nats-server that is killed under a running Leaf comes back, and intents go on", async () => {
  const leaf = await new TestLeaf().start()
  const client = await leaf.signIn()
  await client.record([intent("open-tournament")])
  process.kill(leaf.natsProcessId(), "SIGKILL")
  const answers = await client.record(buyIns(3))
  assert.equal(
    answers.map(({ seq, outcome }) => [seq, outcome]),
    [
      [2, "accepted"],
      [3, "accepted"],
      [4, "accepted"],
    ],
  )
  assert.is(await leaf.stop(), 0)
})

async function tokenOf(leaf: TestLeaf): Promise<string> {
  const response = await fetch(`${leaf.url}/api/sessions`, {
    method: "POST",
    body: JSON.stringify({ pin: "314159" }),
  })
  return ((await response.json()) as { token: string }).token
}

test.run()
