import type { Logger } from "pino"
import { JetStreamDocumentStore } from "../sync-server/document-store-jetstream.ts"
import { Relay } from "../sync-server/relay.ts"
import type { Millis } from "../schemas/units.ts"
import { authorizer } from "./access.ts"
import { ActionLog } from "./action-log.ts"
import { openUplink } from "./uplink/open.ts"
import { restoreDocumentsFromCore, restorePlayersFromCore } from "./uplink/restore.ts"
import type { Config } from "./config.ts"
import type { Identity } from "./identity.ts"
import type { LogConnection } from "./log-connection.ts"
import { listedPictures, Pictures } from "./pictures.ts"
import { Players } from "./players.ts"
import { Registrations } from "./registrations.ts"
import { ScreenNames } from "./screen-names.ts"
import type { Sessions } from "./sessions.ts"
import { PLAYERS_STREAM } from "./streams.ts"

/** Opens the documents with all that listens to them, and the names behind their ids. */
export async function openFloor(parts: {
  config: Config
  log: Logger
  identity: Identity
  sessions: Sessions
  connection: LogConnection
  now: () => Millis
}) {
  const { config, log, identity, sessions, connection, now } = parts
  const { core } = config
  const { venueId } = identity
  const store = new JetStreamDocumentStore(connection)
  const onError = (error: unknown, context: string) =>
    log.error({ error, context }, "the relay met an error")
  const actionLog = await ActionLog.open(connection, onError)
  const listeners: ((room: string) => void)[] = []
  const relay = new Relay({
    store,
    authorize: authorizer(sessions, venueId),
    now,
    onError,
    onActs: (acts) => actionLog.note(acts),
    // The reason may hold what was written, and that may name somebody.
    onRefused: ({ room, bearer, key }) =>
      log.warn({ room, bearer, key }, "the relay refused an edit or a peer"),
    onStored: (room) => listeners.forEach((listener) => listener(room)),
  })
  const players = await Players.open(connection.players, now, (revision) =>
    connection.manager.streams.deleteMessage(PLAYERS_STREAM, revision, true),
  )
  const uplink = core && openUplink({ core, venueId, relay, store, now, log })
  if (uplink) {
    listeners.push((room) => uplink.note(room))
    await restorePlayersFromCore(core, players, config.data, log)
    await restoreDocumentsFromCore(uplink, config.data, log)
  }
  const registrations = new Registrations({
    relay,
    store,
    onError: (error) => onError(error, "reading what players said"),
  })
  listeners.push((room) => registrations.note(room))
  const screenNames = new ScreenNames({
    nameOf: (player) => players.find(player)?.name,
    registrations,
    onError: (error) => onError(error, "reading a nickname"),
  })
  players.subscribe(() => screenNames.note())
  const listed = () => listedPictures(relay, venueId)
  const pictures = await Pictures.open(connection.pictures, { listed, now })
  return {
    actionLog,
    relay,
    uplink,
    players,
    registrations,
    screenNames,
    pictures,
    onStored: listeners,
  }
}
