import process from "node:process"
import { fileURLToPath } from "node:url"
import type { Logger } from "pino"
import { createLog } from "../program/log.ts"
import { StartRefused } from "../program/start-refused.ts"
import { NewerDatabase } from "../sync-server/migrate.ts"
import { Backup } from "./backup.ts"
import { type Config, readConfig } from "./config.ts"
import { openDatabase } from "./database.ts"
import { HttpServer } from "./http/server.ts"
import { Hub } from "./hub/hub.ts"
import { HubTunnel } from "./hub/hub-tunnel.ts"
import { Intake } from "./hub/intake.ts"
import { Leagues } from "./leagues.ts"
import { Members } from "./members.ts"
import { VenueOverview } from "./venue-overview.ts"
import { People } from "./people.ts"
import { forgetNowAndThen } from "./retention.ts"
import { SharedLibrary } from "./shared-library.ts"
import { Tenants } from "./tenants.ts"
import { VenuePlayers } from "./venue-players.ts"
import { Venues } from "./venues.ts"

/** Ended by a setting, a file or a machine that is not as it must be: starting again will not help. */
const EXIT_REFUSED = 2
/** Ended because its database has: starting again will help. */
const EXIT_FATAL = 70

await main()

/** Starts Core, says so on standard output, and runs until it is told to stop. */
async function main(): Promise<void> {
  // Whoever says stop while it is starting gets an orderly stop right after it.
  const told = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, resolve)
  })
  /** What would go on without this process. */
  const children: { close: () => Promise<void> }[] = []
  try {
    const config = readConfig(process.env)
    const log = createLog(config.logLevel)
    const database = await openDatabase(config)
    children.push(database)
    void database.ended.then((lastWords) => {
      log.fatal({ lastWords }, "the database has ended; Core ends and must be started again")
      process.exit(EXIT_FATAL)
    })
    const tenants = new Tenants(database.pool, (error) =>
      log.error({ error, isSecurity: true }, "a transaction was not its tenant's"),
    )
    const venues = new Venues(tenants)
    const { hub, tunnel } = await openHub(config, venues, log)
    children.push(hub)
    const intake = Intake.start({
      hub,
      tenants,
      onError: (error, context) => log.error({ error, context }, "a ledger is not taken in"),
    })
    const backup = new Backup({
      tenants,
      venues,
      onError: (error, context) => log.error({ error, context }, "the backup met an error"),
      onRefused: ({ room, bearer }) => log.warn({ room, bearer }, "the backup refused a Leaf"),
    })
    const stopForgetting = forgetNowAndThen(tenants, Date.now, (error) =>
      log.error({ error }, "what is too old was not forgotten"),
    )
    const http = await HttpServer.listen(config, {
      tenants,
      venues,
      overview: new VenueOverview(tenants, (venue) => intake.lastOf(venue)),
      members: new Members(tenants),
      people: new People(tenants),
      venuePlayers: new VenuePlayers(tenants),
      library: new SharedLibrary(tenants),
      leagues: new Leagues(tenants),
      backup,
      hub,
      intake,
      tunnel,
      pageFolder: fileURLToPath(new URL("../dist/owner", import.meta.url)),
      log,
    })
    process.stdout.write(`${JSON.stringify({ ready: [`http://${config.host}:${http.port}`] })}\n`)
    await told
    const closed = http.close()
    tunnel.close()
    await backup.close()
    await closed
    await stopForgetting()
    await intake.close()
    for (const each of children.toReversed()) await each.close()
    process.exit(0)
  } catch (error) {
    if (!(error instanceof StartRefused || error instanceof NewerDatabase)) throw error
    process.stderr.write(`${error.message}\n`)
    for (const each of children.toReversed()) await each.close()
    process.exit(EXIT_REFUSED)
  }
}

/** The ledgers' hub, and the way to it through Core's own address. */
async function openHub(
  config: Config,
  venues: Venues,
  log: Logger,
): Promise<{ hub: Hub; tunnel: HubTunnel }> {
  const door = {
    find: (token: string | null) => venues.find(token),
    onError: (error: unknown, context: string) =>
      log.error({ error, context }, "the hub met an error"),
  }
  const hub = await Hub.open(config.hub, door, log)
  return { hub, tunnel: new HubTunnel({ ...door, server: hub.server }) }
}
