import { steadyNow } from "../program/steady-clock.ts"
import { networkInterfaces } from "node:os"
import type { Logger } from "pino"
import type { Ledger } from "../ledger/ledger.ts"
import { PGliteStore } from "../ledger/store-pglite.ts"
import { JetStreamDocumentStore } from "../sync-server/document-store-jetstream.ts"
import type { Relay } from "../sync-server/relay.ts"
import type { Uplink } from "../sync-server/uplink.ts"
import { Close } from "../schemas/documents/frames.ts"
import type { PlayerId, StaffId, TournamentId } from "../schemas/ids.ts"
import type { ActionLog } from "./action-log.ts"
import { venueFromCore } from "./uplink/restore.ts"
import { Claims } from "./claims.ts"
import type { Config } from "./config.ts"
import { CoreLinks } from "./uplink/links.ts"
import { Devices } from "./devices.ts"
import { Displays } from "./displays.ts"
import { OpenStreams, phoneOwner } from "./http/streams.ts"
import { Health } from "./health.ts"
import type { IdleCheck, IdleTimes } from "./idle-check.ts"
import { type Identity, readOrMakeIdentity } from "./identity.ts"
import { Leagues } from "./leagues.ts"
import type { LedgerUplink } from "./uplink/ledger-uplink.ts"
import { Library } from "./library.ts"
import type { ScreenNames } from "./screen-names.ts"
import { Pairings } from "./pairings.ts"
import { type LogConnection, openLog } from "./log-connection.ts"
import { NatsServer } from "./nats-server.ts"
import { openFloor } from "./open-floor.ts"
import { openLedger } from "./open-ledger.ts"
import { Phones } from "./phones.ts"
import type { Pictures } from "./pictures.ts"
import type { Players } from "./players.ts"
import { type Readiness, readinessOf } from "./readiness.ts"
import type { Registrations } from "./registrations.ts"
import { ScreenWatch } from "./screen-watch.ts"
import { Sessions } from "./sessions.ts"
import { watchTakenAway } from "./taken-away.ts"
import { LIBRARY } from "./streams.ts"

/** How often pictures are looked for that nobody lists any more. */
const SWEEP_EVERY_MS = 60 * 60_000
/** How often open streams are asked for their sessions, as the relay asks its sockets. */
const ASK_AGAIN_EVERY_MS = 20_000

type Parts = {
  config: Config
  build: string
  log: Logger
  identity: Identity
  nats: NatsServer
  connection: LogConnection
  ledger: Ledger
  idleCheck: IdleCheck
  alarms: readonly string[]
  relay: Relay
  uplink: Uplink | null
  ledgerUplink: LedgerUplink | null
  sessions: Sessions
  players: Players
  screenNames: ScreenNames
  devices: Devices
  claims: Claims
  registrations: Registrations
  actionLog: ActionLog
  onStored: ((room: string) => void)[]
  pictures: Pictures
}

/** A venue's Leaf with everything open: log, ledger, documents, sessions, players. */
export class Leaf {
  readonly config: Config
  readonly build: string
  readonly identity: Identity
  readonly ledger: Ledger
  readonly relay: Relay
  /** What goes between here and Core; `null` where there is no Core. */
  readonly core: CoreLinks | null
  readonly sessions: Sessions
  readonly players: Players
  readonly devices: Devices
  readonly claims: Claims
  readonly registrations: Registrations
  readonly phones: Phones
  readonly actionLog: ActionLog
  readonly displays: Displays
  readonly screens: ScreenWatch
  readonly pairings: Pairings
  readonly library: Library
  readonly leagues: Leagues
  readonly pictures: Pictures
  readonly streams = new OpenStreams()
  readonly #nats: NatsServer
  readonly #connection: LogConnection
  readonly #log: Logger
  readonly #idleCheck: IdleCheck
  readonly #alarms: readonly string[]
  #health: Health | null = null
  #stopWatching = () => {}
  #sweeping: NodeJS.Timeout | undefined
  readonly #askingAgain: NodeJS.Timeout

  private constructor(parts: Parts) {
    this.config = parts.config
    this.build = parts.build
    this.identity = parts.identity
    this.ledger = parts.ledger
    this.relay = parts.relay
    this.sessions = parts.sessions
    this.players = parts.players
    this.devices = parts.devices
    this.claims = parts.claims
    this.registrations = parts.registrations
    this.actionLog = parts.actionLog
    this.pictures = parts.pictures
    this.#nats = parts.nats
    this.#connection = parts.connection
    this.#log = parts.log
    this.#idleCheck = parts.idleCheck
    this.#alarms = parts.alarms
    this.#askingAgain = setInterval(
      () => void this.endOldStreams().catch(this.report),
      ASK_AGAIN_EVERY_MS,
    ).unref()
    this.screens = new ScreenWatch(this.now)
    this.pairings = new Pairings(this.now)
    const documents = new JetStreamDocumentStore({ ...parts.connection, where: LIBRARY })
    this.library = new Library(documents, this.now)
    this.core = linksOf(parts, this)
    const { relay, ledger, registrations } = parts
    const shared = { relay, ledger, venueId: parts.identity.venueId, onError: this.report }
    this.leagues = new Leagues(shared)
    parts.onStored.push((room) => this.leagues.note(room))
    const joined = { ...shared, leagues: this.leagues, now: this.now }
    this.displays = new Displays({ ...joined, names: parts.screenNames })
    this.phones = new Phones({ ...joined, registrations })
  }

  /**
   * Opens everything on the data folder, which the caller has locked.
   * @param idleTimes when the ledger is re-read while nobody uses it
   * @param onFatal told when only a new start can help
   * @throws StartRefused or LedgerInDoubt where money would not be safe
   */
  static async open(options: {
    config: Config
    build: string
    blankProjection: string | null
    log: Logger
    idleTimes?: IdleTimes
    onFatal: (error: unknown) => void
  }): Promise<Leaf> {
    const { config, log } = options
    const { core } = config
    const identity = await readOrMakeIdentity(config.data, async () =>
      core ? venueFromCore(core, config.data) : null,
    )
    // Both at once, to save a second; if one fails the other must not be left running.
    const storing = PGliteStore.open(`${config.data}/projection`, options.blankProjection)
    storing.catch(() => {})
    const nats = await NatsServer.start(config.natsServer, config.data, log, now())
    try {
      const store = await storing
      const connection = await openLog(nats.client, nats.credentials)
      const { ledger, idleCheck, alarms, ledgerUplink } = await openLedger({
        ...options,
        now,
        identity,
        nats,
        connection,
        store,
      })
      const sessions = new Sessions(connection.access, identity.pepper, now)
      if (config.setupPin && !(await sessions.hasStaff()))
        await sessions.addStaff(config.setupPin, "administrator")
      const floor = await openFloor({ config, log, identity, sessions, connection, now })
      const devices = await Devices.open(connection.access)
      const claims = await Claims.open(connection.access, now)
      const leaf = new Leaf({
        ...options,
        identity,
        nats,
        connection,
        ledger,
        idleCheck,
        alarms,
        ledgerUplink,
        sessions,
        devices,
        claims,
        ...floor,
      })
      await leaf.#watchScreens()
      await leaf.#watchHealth()
      return leaf
    } catch (error) {
      await nats.stop()
      throw error
    }
  }

  /** A screen that the staff have taken away is told so where it is looking. */
  async #watchScreens(): Promise<void> {
    this.#stopWatching = await watchTakenAway({
      relay: this.relay,
      venueId: this.identity.venueId,
      sessions: this.sessions,
      onGone: (displayId) => this.streams.endOf(`display ${displayId}`),
      onError: this.report,
    })
    const sweep = () => void this.pictures.sweep().catch(this.report)
    this.#sweeping = setInterval(sweep, SWEEP_EVERY_MS).unref()
  }

  async #watchHealth(): Promise<void> {
    this.#health = await Health.start({
      config: this.config,
      venueId: this.identity.venueId,
      relay: this.relay,
      screens: this.screens,
      now: this.now,
      isLogWell: () => this.#nats.isWell(),
      heads: () => this.ledger.heads(),
      doubt: () => this.#idleCheck.doubt,
      alarms: this.#alarms,
      core: () => this.core?.states ?? null,
      onError: this.report,
    })
  }

  /** The Leaf's time: what the whole venue goes by. */
  readonly now = now

  /** Where other devices reach this Leaf. */
  addresses(): string[] {
    const { host, port, tls, names } = this.config
    const scheme = tls ? "https" : "http"
    const isOpen = host === "0.0.0.0" || host === "::"
    // A device that comes to an address that the certificate is not for is warned, rightly.
    if (isOpen && names.length > 0)
      return names.map((name) => `${scheme}://${name.includes(":") ? `[${name}]` : name}:${port}`)
    const hosts = isOpen
      ? Object.values(networkInterfaces())
          .flatMap((each) => each ?? [])
          .filter(({ family, internal }) => family === "IPv4" && !internal)
          .map(({ address }) => address)
      : [host === "127.0.0.1" ? "localhost" : host]
    return (hosts.length > 0 ? hosts : ["localhost"]).map((each) => `${scheme}://${each}:${port}`)
  }

  /** What the venue relies on, measured again and again. */
  get health(): Health {
    if (!this.#health) throw new Error("The Leaf's health was asked for before it was open.")
    return this.#health
  }

  /** Makes every check now. */
  async readiness(): Promise<Readiness> {
    return readinessOf(await this.health.measure(), this.now())
  }

  /** Keeps what nobody is there to be told. */
  readonly report = (error: unknown): void => {
    this.#log.error({ error }, "a stream ended with an error")
  }

  /** Ends the streams whose session is over: a session that has ended tells nobody anything more. */
  endOldStreams(): Promise<void> {
    return this.streams.endWhere(async (token) => (await this.sessions.find(token)) === null)
  }

  /**
   * Ends every stream and every socket of one member of staff at once.
   * @param mayComeAgain false where their sessions are closed
   */
  sendAway(staffId: StaffId, mayComeAgain: boolean): void {
    this.streams.endOf(staffId)
    const code = mayComeAgain ? Close.SERVER_ERROR : Close.SIGNED_OUT
    this.relay.sendAway(({ grant }) => grant.bearer.endsWith(` ${staffId}`), code)
  }

  /**
   * Erases a player from this Leaf: name, contact details, wishes, codes, phones. The results stay,
   * under an id.
   */
  async erasePlayer(playerId: PlayerId): Promise<void> {
    await this.players.erase(playerId)
    await this.registrations.erase(playerId)
    await this.claims.forget(playerId)
    await this.endPhones(playerId)
  }

  /** Ends the sessions of a player's phones, and what they have open, at once. */
  async endPhones(playerId: PlayerId, tournamentId?: TournamentId): Promise<void> {
    await this.sessions.closePhones(playerId, tournamentId)
    this.streams.endOf(phoneOwner(playerId))
    this.relay.sendAway(
      ({ grant }) => grant.bearer === `player ${playerId}`,
      // Whoever has a session of another tournament comes back with it.
      tournamentId === undefined ? Close.SIGNED_OUT : Close.SERVER_ERROR,
    )
  }

  /** Ends every stream and every socket, after what came up them is on the disk. */
  async disconnect(): Promise<void> {
    this.streams.endAll()
    this.#stopWatching()
    this.#health?.close()
    clearInterval(this.#sweeping)
    clearInterval(this.#askingAgain)
    this.leagues.close()
    await this.core?.close()
    await this.relay.close()
  }

  /** Finishes what is under way and stops the log last. */
  async close(): Promise<void> {
    await this.#idleCheck.stop()
    await this.ledger.close()
    await this.actionLog.close()
    await this.#connection.close()
    await this.#nats.stop()
  }
}

/** Opens the ways to Core, where there is one. */
function linksOf({ config, identity, uplink, ledgerUplink, players, log }: Parts, leaf: Leaf) {
  if (!config.core || !uplink || !ledgerUplink) return null
  return new CoreLinks({
    access: config.core,
    venueId: identity.venueId,
    documents: uplink,
    ledger: ledgerUplink,
    players,
    erase: (playerId) => leaf.erasePlayer(playerId),
    library: leaf.library,
    now,
    log,
  })
}

const now = steadyNow
