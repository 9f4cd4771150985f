import { execFileSync } from "node:child_process"
import process from "node:process"
import * as v from "valibot"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { buyIns, intent } from "./intents.ts"
import { TestLeaf } from "./leaf.ts"
import { until } from "./until.ts"

/**
 * Run in a network of its own (`unshare --net`): a Leaf and tablets, between which the kernel lets
 * little through, in a queue that drops what comes too fast. Prints what was seen as one line of JSON.
 */
const TABLETS = 6
const EDITS = 60
const BUY_INS = 20
/** A hall's Wi-Fi at its worst, as the kernel counts packets of 1,500 bytes. */
const RATE = "512kbit"
const QUEUE = "5"

const tc = (...words: string[]) => execFileSync("tc", words, { encoding: "utf8" })

execFileSync("ip", ["link", "set", "lo", "mtu", "1500", "up"])
const leaf = await new TestLeaf().start()
const client = await leaf.signIn()
await client.record([intent("open-tournament")])
const name = tournamentRoom(v.parse(TournamentId, "t1"))
const rooms = await Promise.all(Array.from({ length: TABLETS }, () => client.openRoom(name)))
weaken(new URL(leaf.url).port)

const startedAt = performance.now()
const writing = rooms.map(async (room, tablet) => {
  for (let edit = 0; edit < EDITS; edit++) {
    room.registers.set(`entry/e${tablet}-${edit}/player`, `p${edit}`)
    if (edit % 10 === 9) await room.safe()
  }
})
const money: number[] = []
for (const [index, { id }] of buyIns(BUY_INS).entries()) {
  const askedAt = performance.now()
  await client.record([intent("buy-in", { id, playerId: `m${index}`, entryId: `m${index}` })])
  money.push(performance.now() - askedAt)
}
await Promise.all(writing)
const writtenMs = performance.now() - startedAt
const counts = () =>
  rooms.map(
    ({ registers }) => [...registers.all().keys()].filter((key) => /^entry\/e\d/.test(key)).length,
  )
await until(
  "everybody has every edit",
  () => counts().every((count) => count === TABLETS * EDITS),
  60_000,
)
const [, dropped] =
  /dropped (\d+)/.exec(tc("-s", "qdisc", "show", "dev", "lo", "handle", "20:")) ?? []
console.log(
  JSON.stringify({
    dropped: Number(dropped),
    writtenMs: Math.round(writtenMs),
    convergedMs: Math.round(performance.now() - startedAt - writtenMs),
    slowestMoneyMs: Math.round(Math.max(...money)),
    lines: (await client.ledger(0)).length,
    edits: counts(),
  }),
)
for (const room of rooms) room.close()
await leaf.stop()
process.exit(0)

/** Only what goes to and from the Leaf's own port: its log is on the same machine. */
function weaken(port: string): void {
  const commands = [
    "qdisc add dev lo root handle 1: htb default 1",
    "class add dev lo parent 1: classid 1:1 htb rate 10gbit quantum 60000",
    `class add dev lo parent 1: classid 1:2 htb rate ${RATE} burst 3kb`,
    `qdisc add dev lo parent 1:2 handle 20: pfifo limit ${QUEUE}`,
    `filter add dev lo parent 1: protocol ip u32 match ip dport ${port} 0xffff flowid 1:2`,
    `filter add dev lo parent 1: protocol ip u32 match ip sport ${port} 0xffff flowid 1:2`,
  ]
  for (const command of commands) tc(...command.split(" "))
}
