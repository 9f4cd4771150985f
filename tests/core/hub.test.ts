import { jetstreamManager } from "@nats-io/jetstream"
import { connect, headers, type NatsConnection } from "@nats-io/transport-node"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import type { Hub } from "../../core/hub/hub.ts"
import { CORE_USER, readHubSecrets } from "../../core/hub/hub-config.ts"
import type { HubStream } from "../../core/hub/hub-streams.ts"
import { lineOf } from "../../ledger/recover.ts"
import { natsPaths } from "../../program/nats-process.ts"
import { readAll } from "../contracts/event-log.ts"
import { TestHub, venueOf } from "../support/hub.ts"
import { ledgerOf } from "../support/ledger-lines.ts"
import { failureOf } from "../support/stored-bytes.ts"
import { until, within } from "../support/until.ts"

const test = suite("hub")

const mine = venueOf(1, "card-room")
/** Another tenant's venue, which says that it is the same one. */
const theirs = venueOf(2, "card-room")

const server = new TestHub({ lastsSeconds: 2 })
let hub: Hub
let own: HubStream
let other: HubStream
test.before(async () => {
  hub = await server.start()
  server.tokens.set("mine", mine).set("theirs", theirs)
  ;[own, other] = [await hub.streams.of(mine), await hub.streams.of(theirs)]
})
test.after(() => server.stop())

const connections: NatsConnection[] = []
test.after.each(async () => {
  for (const connection of connections.splice(0)) await connection.close()
})

async function knock(token: string, inbox = own.inbox): Promise<NatsConnection> {
  const connection = await server.knock(hub, token, inbox)
  connections.push(connection)
  return connection
}

test("a venue appends to its own ledger and reads it, line for line", async () => {
  const lines = ledgerOf(600).map(lineOf)
  const leaf = await server.leafLog(hub, mine, "mine")
  await leaf.log.append(lines.slice(0, 100))
  await leaf.log.append(lines.slice(100))
  assert.equal(await readAll(leaf.log), lines)
  assert.equal(await readAll(await hub.log(mine)), lines)
  assert.equal(await leaf.log.line(7), lines[6])
  await leaf.close()
})

test("two tenants' venues of one name are two ledgers, and neither can guess where the other's is", () => {
  assert.is.not(own.stream, other.stream)
  const keys = [own, other].map(({ prefix }) => /^ledger\.([\w-]{22})$/.exec(prefix)?.[1] ?? "")
  assert.is(new Set(keys).size, 2)
  for (const key of keys) assert.is(Buffer.from(key, "base64url").length, 16)
})

test("nothing of another's ledger can be written, read, watched or changed, nor may one's own be", async () => {
  const connection = await knock("mine")
  const before = await (await hub.log(theirs)).lastSequence()
  for (const subject of [
    `${other.prefix}.t1`,
    "ledger.t1",
    `${own.prefix}.a.b`,
    ...[
      `STREAM.INFO.${other.stream}`,
      `STREAM.MSG.GET.${other.stream}`,
      `CONSUMER.CREATE.${other.stream}`,
      `CONSUMER.CREATE.${other.stream}.c`,
      `DIRECT.GET.${other.stream}`,
      "STREAM.NAMES",
      "STREAM.LIST",
      ...["DELETE", "PURGE", "UPDATE", "MSG.DELETE", "RESTORE", "SNAPSHOT"].map(
        (act) => `STREAM.${act}.${own.stream}`,
      ),
      "STREAM.CREATE.MINE",
      `CONSUMER.DURABLE.CREATE.${own.stream}.c`,
    ].map((request) => `$JS.API.${request}`),
    "$SYS.REQ.USER.AUTH",
    "$SYS.REQ.SERVER.PING",
  ])
    assert.match(
      (await failureOf(connection.request(subject, "{}", { timeout: 2_000 }))).message,
      /Permissions Violation/,
      subject,
    )
  assert.is(await (await hub.log(theirs)).lastSequence(), before)
})

for (const subject of [">", "ledger.>", "_INBOX.>", "$JS.EVENT.>"])
  test(`a venue cannot listen at ${subject}`, async () => {
    const connection = await knock("mine")
    const ended = (async () => {
      for await (const _ of connection.subscribe(subject)) assert.unreachable()
    })()
    assert.match((await failureOf(within("refused", ended))).message, /Permissions Violation/)
  })

test("whoever asks to be answered at another's name writes nothing there", async () => {
  const connection = await knock("mine")
  const before = await (await hub.log(theirs)).lastSequence()
  const fields = headers()
  fields.set("Nats-Expected-Last-Sequence", "999999")
  // All that somebody else could know: names. The key that the subjects begin with is not in them.
  for (const reply of [
    other.stream,
    `ledger.${theirs.tenantId}.t1`,
    "ledger.card-room.t1",
    ...[own, other].map(({ stream }) => `$JS.API.STREAM.DELETE.${stream}`),
  ]) {
    connection.publish(`$JS.API.STREAM.INFO.${own.stream}`, "", { reply })
    connection.publish(`${own.prefix}.t1`, "x", { reply, headers: fields })
  }
  await connection.flush()
  await (await hub.log(mine)).line(1)
  assert.is(await (await hub.log(theirs)).lastSequence(), before)
})

for (const token of ["", "made-up"])
  test(`nobody's token is not let in: "${token}"`, async () => {
    assert.match((await failureOf(knock(token))).message, /Authorization Violation/)
  })

test("a token that was taken away: the open connection ends soon, and no other is let in", async () => {
  server.tokens.set("for a while", mine)
  const connection = await knock("for a while")
  await connection.flush()
  server.tokens.delete("for a while")
  const error = await within("it is sent away", connection.closed(), 8_000)
  assert.match(String(error), /Authentication Expired/)
  assert.match((await failureOf(knock("for a while"))).message, /Authorization Violation/)
})

test("a second Core on the same hub finds the same ledgers, and lets venues in when the first is gone", async () => {
  const second = await server.another()
  assert.equal(await second.streams.of(mine), own)
  const made = await Promise.all([hub, second].map((each) => each.streams.of(venueOf(1, "new"))))
  assert.equal(made[0], made[1], "also where both make one at once")
  await (await knock("mine")).flush()
})

test("a ledger's stream that somebody has changed is not used", async () => {
  const venue = venueOf(3, "changed")
  const { stream } = await hub.streams.of(venue)
  const { password } = readHubSecrets(natsPaths(server.data))
  const servers = `${hub.server.host}:${hub.server.port}`
  const admin = await connect({ servers, user: CORE_USER, pass: password })
  await (await jetstreamManager(admin)).streams.update(stream, { max_msgs: 5 })
  await admin.close()
  server.tokens.set("changed", venue)
  // A Core that has seen it before goes by what it saw; one that is started looks.
  const fresh = await server.another()
  assert.match((await failureOf(fresh.place(venue))).message, /has max_msgs=5 and must have -1/)
})

test("nats-server is killed: it comes back by itself, and every line is there", async () => {
  const before = await readAll(await hub.log(mine))
  server.kill()
  await until("it answers again", async () => {
    const lines = await readAll(await hub.log(mine)).catch(() => null)
    return lines?.length === before.length
  })
  assert.equal(await readAll(await hub.log(mine)), before)
  await (await knock("mine")).flush()
})

test.run()
