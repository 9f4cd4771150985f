import * as assert from "uvu/assert"
import { test } from "uvu"
import * as v from "valibot"
import { Refused, Unreachable } from "../../app/data/errors.ts"
import { Outbox, type OutboxPorts } from "../../app/data/outbox.ts"
import { Queued } from "../../app/data/outbox-queue.ts"
import { StaffId } from "../../schemas/ids.ts"
import { type Intent, Rebuy } from "../../schemas/intent.ts"
import { sequence } from "../../schemas/units.ts"
import type { IntentAnswer } from "../../schemas/wire.ts"

const rebuy = (number: number, at = number * 10_000) =>
  v.parse(Rebuy, {
    kind: "rebuy",
    id: `01890000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    tournamentId: "t",
    staffId: "s",
    deviceId: "d",
    lamport: number,
    observedSequence: 0,
    at,
    entryId: `entry-${number}`,
    amountCents: 5_000,
  })

const accept = (intents: readonly Intent[]): IntentAnswer[] =>
  intents.map(({ id, lamport }) => ({ id, outcome: "accepted", seq: sequence(lamport) }))

const nothingGoesOut = async () => {
  throw new Error("Something was sent that should have stayed.")
}

/** An outbox on a store in memory, whose sending a test decides. `wait` gives up after `tries`. */
function outboxWith(
  send: OutboxPorts["send"],
  kept = new Map<string, Queued>(),
  tries = 10,
  maySend: OutboxPorts["maySend"] = () => true,
) {
  const takenBack: number[] = []
  const waits: number[] = []
  const outbox: Outbox = new Outbox({
    store: {
      all: async () => [...kept.values()],
      put: async (items) => items.forEach((item) => void kept.set(item.intent.id, item)),
      remove: async (ids) => ids.forEach((id) => void kept.delete(id)),
    },
    send,
    maySend,
    wait: async (ms) => {
      waits.push(ms)
      if (waits.length >= tries) outbox.close()
    },
    chance: () => 0,
    onTakeBack: (_intent, line) => void takenBack.push(line),
  })
  return { outbox, kept, takenBack, waits }
}

const settled = async (outbox: Outbox) => {
  while (outbox.waiting() > 0) await new Promise((done) => setTimeout(done))
}

test("intents go out in the order in which they were made, and stay until they are seen", async () => {
  const sent: number[] = []
  const { outbox, kept } = outboxWith(async (intents) => {
    sent.push(...intents.map(({ lamport }) => lamport))
    return accept(intents)
  })
  for (const number of [1, 2, 3]) await outbox.add(rebuy(number))
  await settled(outbox)
  assert.equal(sent, [1, 2, 3])
  assert.is(kept.size, 3)
  await outbox.forgetUpTo(sequence(2))
  assert.equal(
    outbox.items().map(({ intent }) => intent.lamport),
    [3],
  )
  assert.is(kept.size, 1)
})

test("an intent is kept before it is sent, and sent again with the same id after a failure", async () => {
  const ids: string[] = []
  const { outbox, kept, waits } = outboxWith(async (intents) => {
    assert.ok(kept.has(intents[0]?.id ?? ""))
    ids.push(intents[0]?.id ?? "")
    if (ids.length < 3) throw new Unreachable("The Leaf cannot be reached.")
    return accept(intents)
  })
  await outbox.add(rebuy(1))
  await settled(outbox)
  assert.is(ids.length, 3)
  assert.is(new Set(ids).size, 1)
  assert.is(waits.length, 2)
  assert.ok(waits.every((ms) => ms >= 50))
  assert.is(outbox.fault(), null)
})

test("what waited before a reload goes out after it", async () => {
  const away = outboxWith(
    async () => {
      throw new Unreachable("away")
    },
    new Map(),
    2,
  )
  await away.outbox.add(rebuy(1))
  while (away.waits.length < 2) await new Promise((done) => setTimeout(done))
  assert.is(away.outbox.waiting(), 1)

  const sent: string[] = []
  const back = outboxWith(async (intents) => {
    sent.push(...intents.map(({ id }) => id))
    return accept(intents)
  }, away.kept)
  await back.outbox.open()
  assert.equal(sent, [rebuy(1).id])
  assert.is(back.outbox.waiting(), 0)
})

test("an intent that the Leaf cannot read is set aside with the reason, and those behind it go on", async () => {
  const { outbox } = outboxWith(async (intents) => {
    if (intents.some(({ lamport }) => lamport === 1)) throw new Refused(400, "At intents[0]: no.")
    return accept(intents)
  })
  await Promise.all([outbox.add(rebuy(1)), outbox.add(rebuy(2))])
  await settled(outbox)
  assert.equal(
    outbox.refused().map(({ intent, answer }) => [intent.lamport, answer?.reason]),
    [[1, "At intents[0]: no."]],
  )
  assert.is(outbox.items().find(({ intent }) => intent.lamport === 2)?.answer?.outcome, "accepted")
})

test("a refusal of the ledger stays, also after a reload, until a person has seen it", async () => {
  const { outbox, kept } = outboxWith(async (intents) =>
    intents.map(({ id }) => ({
      id,
      outcome: "rejected",
      seq: sequence(7),
      reason: "entry_was_paid",
    })),
  )
  await outbox.add(rebuy(1))
  await settled(outbox)
  await outbox.forgetUpTo(sequence(100))
  const again = outboxWith(nothingGoesOut, kept)
  await again.outbox.open()
  assert.is(again.outbox.refused()[0]?.answer?.reason, "entry_was_paid")
  await again.outbox.dismiss(rebuy(1).id)
  assert.is(kept.size, 0)
})

test("a conflict stays until its line can be seen in the ledger, where everybody decides it", async () => {
  const { outbox, kept } = outboxWith(async (intents) =>
    intents.map(({ id }) => ({
      id,
      outcome: "conflict",
      seq: sequence(7),
      reason: "paid_meanwhile",
    })),
  )
  await outbox.add(rebuy(1))
  await settled(outbox)
  await outbox.forgetUpTo(sequence(6))
  assert.is(outbox.refused().length, 1)
  await outbox.forgetUpTo(sequence(7))
  assert.equal([outbox.items().length, kept.size], [0, 0])
})

test("the second of two hurried taps does nothing; the same on purpose later does", async () => {
  const { outbox } = outboxWith(async (intents) => accept(intents))
  const twice = { ...rebuy(2, 10_400), entryId: rebuy(1).entryId }
  const later = { ...rebuy(3, 12_000), entryId: rebuy(1).entryId }
  assert.is(await outbox.add(rebuy(1)), true)
  assert.is(await outbox.add(twice), false)
  assert.is(await outbox.add(later), true)
})

test("an intent that was never sent is withdrawn; one that was sent is voided once its line is known", async () => {
  let answer: (() => void) | undefined
  const { outbox, takenBack, kept } = outboxWith(
    (intents) => new Promise((done) => (answer = () => done(accept(intents)))),
  )
  await outbox.add(rebuy(1))
  while (!answer) await new Promise((done) => setTimeout(done))
  await outbox.add(rebuy(2))
  assert.is(await outbox.takeBack(rebuy(2).id), true)
  assert.is(kept.has(rebuy(2).id), false)
  assert.is(await outbox.takeBack(rebuy(1).id), true)
  assert.equal(takenBack, [])
  answer()
  await settled(outbox)
  assert.equal(takenBack, [1])
  assert.is(await outbox.takeBack(rebuy(1).id), false)
})

const of = (staffId: string, number: number) => ({
  ...rebuy(number),
  staffId: v.parse(StaffId, staffId),
})

test("each batch is one person's, in the order in which they acted; who has no session here waits", async () => {
  const here = new Set(["anna", "bo"])
  const batches: [string, number[]][] = []
  const { outbox } = outboxWith(
    async (intents) => {
      batches.push([intents[0]?.staffId ?? "", intents.map(({ lamport }) => lamport)])
      return accept(intents)
    },
    new Map(),
    10,
    (staffId) => here.has(staffId),
  )
  here.clear()
  for (const [who, number] of [
    ["anna", 1],
    ["anna", 2],
    ["bo", 3],
    ["cleo", 4],
    ["anna", 5],
  ] as const)
    await outbox.add(of(who, number))
  assert.equal(outbox.stranded(), ["anna", "bo", "cleo"])
  here.add("anna").add("bo")
  await outbox.flush()
  assert.equal(batches, [
    ["anna", [1, 2]],
    ["bo", [3]],
    ["anna", [5]],
  ])
  assert.equal(outbox.stranded(), ["cleo"])
  assert.is(outbox.waiting(), 1)
})

test("what somebody left behind can be handed in by another, under the same id", async () => {
  const sent: [string, string][] = []
  const { outbox } = outboxWith(
    async (intents) => {
      sent.push(...intents.map(({ id, staffId }): [string, string] => [id, staffId]))
      return accept(intents)
    },
    new Map(),
    10,
    (staffId) => staffId === "bo",
  )
  await outbox.add(of("anna", 1))
  await outbox.takeOver(rebuy(1).id, v.parse(StaffId, "bo"))
  await settled(outbox)
  assert.equal(sent, [[rebuy(1).id, "bo"]])
})

test("what the store holds and nobody understands is passed over", async () => {
  const kept = new Map<string, Queued>()
  const { outbox } = outboxWith(async (intents) => accept(intents), kept)
  await outbox.add(rebuy(1))
  await settled(outbox)
  assert.is(v.is(Queued, [...kept.values()][0]), true)
  const broken = new Outbox({
    store: { all: async () => [{ intent: "?" }], put: async () => {}, remove: async () => {} },
    send: nothingGoesOut,
    maySend: () => true,
    wait: async () => {},
    chance: () => 0,
    onTakeBack: () => {},
  })
  await broken.open()
  assert.is(broken.items().length, 0)
})

test.run()
