import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { Receipt } from "../../schemas/receipt.ts"
import { buyIns, intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"

const leaf = await new TestLeaf().start()
const client = await leaf.signIn()
await client.record([
  intent("open-tournament"),
  ...buyIns(2),
  intent("rebuy", { method: "card" }),
  intent("set-payouts"),
])

/** Asks as anybody in the room does, without a token. */
const check = (code: string): Promise<Response> => fetch(`${leaf.url}/api/receipts/${code}`)

const hashes = async (): Promise<string[]> => {
  const entries = await client.ledger(0)
  return entries.map(({ hash }) => hash)
}
const codeOf = async (line: number): Promise<string> =>
  `${line}-${(await hashes())[line - 1]?.slice(0, 16)}`

test("whoever holds a receipt learns what the ledger says of its line, and nothing of who", async () => {
  const answer = await check(await codeOf(4))
  assert.is(answer.status, 200)
  const text = await answer.text()
  for (const who of ["p1", "e1", "tablet-1", client.staffId])
    assert.not.ok(text.includes(`"${who}"`), `it names ${who}`)
  const receipt = v.parse(Receipt, JSON.parse(text))
  assert.equal(
    [receipt.kind, receipt.amountCents, receipt.currency, receipt.methods, receipt.takenBackBy],
    ["rebuy", 5_000, "EUR", ["card"], null],
  )
  assert.is(receipt.hash, (await hashes())[3])
})

test("after the line is taken back its receipt says so", async () => {
  const code = await codeOf(4)
  await client.record([intent("void", { sequence: 4, reason: "mistake", observedSequence: 5 })])
  const receipt = v.parse(Receipt, await (await check(code)).json())
  assert.is(receipt.takenBackBy, 6)
  const back = v.parse(Receipt, await (await check(await codeOf(6))).json())
  assert.equal([back.kind, back.amountCents, back.methods], ["void", -5_000, ["card"]])
})

for (const [what, change] of [
  ["another line's number", (code: string) => code.replace("3-", "2-")],
  ["one digit changed", (code: string) => code.slice(0, -1) + (code.endsWith("0") ? "1" : "0")],
  ["a number beyond the ledger", (code: string) => code.replace("3-", "999-")],
  ["no code at all", () => "hello"],
] as const)
  test(`a receipt with ${what} is not in the ledger`, async () => {
    const code = change(await codeOf(3))
    const answer = await check(code)
    assert.is(answer.status, 404)
    const { detail } = (await answer.json()) as { detail: string }
    assert.is(detail, `No line of this Leaf's ledger has the code "${code}".`)
  })

test("a line that moved no money has no receipt", async () => {
  assert.is((await check(await codeOf(1))).status, 404)
  assert.is((await check(await codeOf(5))).status, 404)
})

test.after(async () => {
  await leaf.stop()
})
test.run()
