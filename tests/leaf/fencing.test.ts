import { test } from "uvu"
import * as assert from "uvu/assert"
import { blankProjection } from "../../leaf/blank-projection.ts"
import { type LogConnection, openLog } from "../../leaf/log-connection.ts"
import { JetStreamEventLog } from "../../ledger/event-log-jetstream.ts"
import { LogDiverged } from "../../ledger/event-log.ts"
import { Ledger } from "../../ledger/ledger.ts"
import { PGliteStore } from "../../ledger/store-pglite.ts"
import { millis } from "../../schemas/units.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { startLog } from "../support/nats.ts"

/** A Leaf's ledger over a log, and what it says when it must stop. */
async function writer(connection: LogConnection) {
  const log = new JetStreamEventLog({ ...connection, stream: "LEDGER", prefix: "ledger" })
  const folder = temporaryFolder()
  const fatal: unknown[] = []
  const ledger = await Ledger.open({
    log,
    witness: `${folder}/ledger.jsonl`,
    store: await PGliteStore.open(`${folder}/projection`, blankProjection()),
    now: () => millis(1_700_000_000_000),
    onFatal: (error) => fatal.push(error),
  })
  return { ledger, fatal }
}

test("a second writer on the same stream cannot append, says so, and stops; the first goes on", async () => {
  const log = await startLog()
  const other = await openLog(log.nats.client, log.nats.credentials)
  const [first, second] = [await writer(log.connection), await writer(other)]
  await first.ledger.submit([intent("open-tournament"), ...buyIns(2)])
  try {
    await second.ledger.submit([intent("open-tournament", { tournamentId: "t2" })])
    assert.unreachable("it was appended")
  } catch (error) {
    assert.instance(error, LogDiverged)
    assert.match(String(error), /holds another line 1/)
  }
  assert.is(second.fatal.length, 1)
  assert.is(second.ledger.state.lastSequence, 0)
  const answers = await first.ledger.submit([intent("rebuy")])
  assert.equal(
    answers.map(({ seq, outcome }) => [seq, outcome]),
    [[4, "accepted"]],
  )
  assert.equal(first.fatal, [])
  await first.ledger.close()
  await second.ledger.close()
  await other.close()
  await log.stop()
})

test.run()
