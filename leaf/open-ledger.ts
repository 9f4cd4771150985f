import type { Logger } from "pino"
import { GuardedEventLog } from "../ledger/event-log-guarded.ts"
import { JetStreamEventLog } from "../ledger/event-log-jetstream.ts"
import { Ledger } from "../ledger/ledger.ts"
import { assertNotBehind, LedgerInDoubt } from "../ledger/recover.ts"
import type { PGliteStore } from "../ledger/store-pglite.ts"
import type { Millis } from "../schemas/units.ts"
import { openLedgerUplink } from "./uplink/open.ts"
import { restoreLedgerFromCore } from "./uplink/restore.ts"
import type { Config } from "./config.ts"
import { IdleCheck, type IdleTimes } from "./idle-check.ts"
import type { Identity } from "./identity.ts"
import type { LogConnection } from "./log-connection.ts"
import type { NatsServer } from "./nats-server.ts"
import { dropCopiesWithoutNote } from "./store-copy.ts"
import { LEDGER, ledgerRepair } from "./streams.ts"

/** How the ledger is re-read while nobody uses it. */
const IDLE_TIMES: IdleTimes = { idleMs: 5 * 60_000, everyMs: 30 * 60_000 }

/**
 * Opens the ledger, which holds log and witness against each other and repairs them, and goes on
 * watching them while nobody uses it.
 */
export async function openLedger(parts: {
  config: Config
  log: Logger
  identity: Identity
  now: () => Millis
  idleTimes?: IdleTimes
  onFatal: (error: unknown) => void
  nats: NatsServer
  connection: LogConnection
  store: PGliteStore
}) {
  const { config, log, nats, connection, store, now } = parts
  const { data, witness, core } = config
  const { venueId } = parts.identity
  const alarms: string[] = []
  const report = (alarm: string) => {
    log.error(alarm)
    alarms.push(alarm)
  }
  const repair = ledgerRepair({ server: nats, data, at: now(), report })
  const eventLog = new GuardedEventLog(new JetStreamEventLog({ ...connection, ...LEDGER, repair }))
  if (core) await restoreLedgerFromCore({ core, venueId, data, eventLog, witness, log })
  const ledger = await openLedgerOn({
    log: eventLog,
    witness,
    store,
    now,
    onProgress: progressReport(log),
    onFatal: parts.onFatal,
  })
  await dropCopiesWithoutNote(data)
  const idleCheck = IdleCheck.start({
    log: eventLog,
    settle: () => ledger.heads(),
    witness,
    checkProjection: () => ledger.checkProjection(),
    data,
    now,
    times: parts.idleTimes ?? IDLE_TIMES,
    logger: log,
  })
  nats.onStartedAgain = () => void idleCheck.runUntilKnown()
  const ledgerUplink = core && openLedgerUplink({ core, venueId, ledger, eventLog, now, log })
  return { ledger, idleCheck, alarms, ledgerUplink }
}

/** @throws LedgerInDoubt, with the projection kept: it may have what log and witness have lost */
async function openLedgerOn(options: Parameters<typeof Ledger.open<PGliteStore>>[0]) {
  const { log, witness, store } = options
  try {
    await assertNotBehind(log, witness, (await store.head()).sequence)
    return await Ledger.open(options)
  } catch (error) {
    if (error instanceof LedgerInDoubt) await store.close()
    throw error
  }
}

/** A line in the log for every thousand, so that a long rebuild does not look like a hang. */
function progressReport(log: Logger): (done: number, total: number) => void {
  let said = 0
  return (done, total) => {
    if (done - said < 1_000) return
    said = done
    log.warn({ done, total }, "filling the projection")
  }
}
