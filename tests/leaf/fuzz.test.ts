import process from "node:process"
import { Writable } from "node:stream"
import { pino } from "pino"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { DisplayId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { Role } from "../../schemas/wire.ts"
import { type Attack, attacksOn, RAW, inWords } from "../support/fuzz/attacks.ts"
import { type Operation, operationsOf } from "../support/fuzz/description.ts"
import { faultOf, faultOfBytes, send, sendBytes } from "../support/fuzz/send.ts"
import { heapInUse } from "../support/heap.ts"
import { buyIns, intent } from "../support/intents.ts"
import { openOwnLeaf } from "../support/own-leaf.ts"
import { within } from "../support/until.ts"

/** FELT_LONG=n makes as many rounds, each of other seeds. */
const ROUNDS = Number(process.env["FELT_LONG"] ?? 1)
const SEED = Number(process.env["FELT_SEED"] ?? 20_261_126)
/** What a run may leave in memory: some of it is the Leaf's own, such as rooms that are still open. */
const HEAP_MOST_BYTES = 60_000_000

/** What the Leaf logs as an error: nothing that anybody sends is one. */
const logged: string[] = []
const log = pino(
  { level: "error" },
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(String(chunk))
      done()
    },
  }),
)
const { leaf, http, url } = await openOwnLeaf({ log })
const tournamentId = v.parse(TournamentId, "t1")
const displayId = v.parse(DisplayId, "wall")
const tokens = new Map<Role, string>()

test.before(async () => {
  await leaf.ledger.submit([intent("open-tournament"), ...buyIns(2)])
})

/** Requests with a body find more, and most of what there is to find in the ledger's. */
const countOf = ({ path, body }: Operation): number =>
  path === "/api/ledger/intents" ? 60 : body ? 18 : 8

/** Somebody of each role, also after a request has signed them out or ended their work here. */
async function signIn(round: number): Promise<void> {
  for (const [index, role] of Role.options.entries()) {
    if (await leaf.sessions.find(tokens.get(role) ?? null)) continue
    const pin = String(71_934_820 + round * 10 + index)
    await leaf.sessions.addStaff(pin, role)
    const welcome = await leaf.sessions.signIn(pin, "tablet")
    if (welcome.outcome === "welcome") tokens.set(role, welcome.token)
  }
}

/** What there is, in every round anew: a request may have erased it. */
async function known(round: number) {
  await leaf.sessions.unlock()
  await signIn(round)
  const playerId = v.parse(PlayerId, `p${round}`)
  await leaf.players.keep([{ playerId, name: "Bo" }])
  const { code } = await leaf.claims.codeFor({ tournamentId, playerId }, false)
  const [someone] = await leaf.sessions.staff.all()
  const own = [leaf.identity.venueId, someone?.staffId ?? "", leaf.pairings.begin("x")?.code ?? ""]
  const phone = await leaf.sessions.issueTicket({ tournamentId, playerId })
  return {
    words: [
      "t1",
      "p1",
      "e1",
      "e2",
      "wall",
      "tournament",
      "venue",
      "cashier",
      playerId,
      code,
      ...own,
    ],
    numbers: [5_500, 5_000, 1, 2],
    fields: { at: Date.now(), tournamentId: "t1" },
    tokens: [
      ...tokens.values(),
      ...tokens.values(),
      phone.token,
      await leaf.sessions.issueDisplay(displayId),
    ],
  }
}

/** Sends one. @returns the status, and what is wrong with the answer or with what it left behind */
async function tried(attack: Attack): Promise<{ status: number; wrong: string | null }> {
  const { headHash } = leaf.ledger.state
  const answer = await send(url, attack)
  const { status, headers } = answer
  const isChanged = status >= 400 && leaf.ledger.state.headHash !== headHash
  const words = logged.splice(0).join("").slice(0, 600)
  const wrong =
    faultOf(answer, attack.method === "HEAD") ??
    (isChanged ? `${status} has changed the ledger` : null) ??
    (headers["x-felt-build"] ? null : "no build") ??
    (words === "" ? null : `it was logged: ${words}`)
  return { status, wrong }
}

test("every address, with requests of every shape: never an error of the Leaf's own", async () => {
  const description: unknown = await (await fetch(`${url}/api/openapi.json`)).json()
  const operations = operationsOf(description)
  const before = heapInUse()
  const faults: string[] = []
  const statuses: number[] = []
  for (let round = 0; round < ROUNDS * operations.length; round++) {
    const operation = operations[round % operations.length]
    if (!operation) break
    const seed = SEED + round
    const chosen = { seed, count: countOf(operation) }
    for (const attack of attacksOn(operation, await known(round), chosen)) {
      const { status, wrong } = await tried(attack)
      statuses.push(status)
      if (wrong !== null) faults.push(`seed ${seed}: ${wrong}\n  ${inWords(attack)}`)
    }
  }
  assert.is(faults.join("\n"), "")
  assert.ok(heapInUse() - before < HEAP_MOST_BYTES, "what was sent is not kept")
  assert.ok((await leaf.readiness()).ready)
  const taken = statuses.filter((status) => status < 400).length
  assert.ok(taken > statuses.length / 8, `only ${taken} of ${statuses.length} were taken`)
  assert.ok(taken < statuses.length / 2, `as many as ${taken} of ${statuses.length} were taken`)
  assert.ok(leaf.ledger.state.lastSequence > 3, "some were good enough for the ledger")
})

for (const [what, bytes] of RAW)
  test(`${what}: refused or answered, and the Leaf goes on`, async () => {
    const answer = await within(what, sendBytes(url, bytes))
    assert.is(faultOfBytes(answer), null)
    assert.equal(logged.splice(0), [])
    assert.is((await fetch(`${url}/readyz`)).status, 200)
  })

test.after(async () => {
  await http.close()
  await leaf.disconnect()
  await leaf.close()
})
test.run()
