import { createSignal } from "solid-js"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { Close, type Refusal } from "../../schemas/documents/frames.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { WIRE_VERSION } from "../../schemas/version.ts"
import { backoffMs } from "./backoff.ts"
import { noticeOtherVersion } from "./build.ts"
import { deviceDatabase } from "./device.ts"
import { speakFelt } from "./room-wire.ts"
import { UnsafeEdits } from "./unsafe-edits.ts"

const SAVE_AFTER_MS = 300
/** As patient as after so many failed tries. */
const MANY = 8

/** A Yjs room, kept in step with the Leaf and on this device. */
export type Room = ReturnType<typeof openRoom>

/**
 * Opens a room. Edits work at once, with or without the Leaf, survive a reload where `keep` is set,
 * and merge as soon as there is contact.
 *
 * @param token a staff session's or a phone's; rights are the Leaf's business
 * @param onDenied called when the Leaf says that coming back is pointless (close codes 4400–4499)
 * @param after the connection is made once this has resolved; edits work before
 */
export function openRoom(
  name: string,
  token: string,
  { keep, onDenied, after }: { keep: boolean; onDenied: () => void; after?: Promise<void> },
) {
  const doc = new Y.Doc()
  const registers = new Registers(doc)
  const [values, setValues] = createSignal(registers.all(), { equals: false })
  const [isConnected, setConnected] = createSignal(false)
  const [isSynced, setSynced] = createSignal(false)
  const [unsafe, setUnsafe] = createSignal(0)
  const [refused, setRefused] = createSignal<readonly Refusal[]>([])
  const ending = createEnding()
  const edits = new UnsafeEdits(doc, (count) => {
    setUnsafe(count)
    if (count === 0) ending.reach()
  })
  doc.on("update", (_update, _origin, _doc, { local }) => {
    if (local) edits.noteEdit()
  })
  const stopObserving = registers.observe(() => setValues(registers.all()))
  const provider = providerOf(name, doc, token)
  provider.on("status", ({ status }) => setConnected(status === "connected"))
  let spreadMs = 0
  provider.on("sync", setSynced)
  speakFelt(provider, {
    edits,
    onRefused: setRefused,
    onWindow: (ms) => {
      spreadMs = ms
    },
  })
  const stopReconnecting = reconnect(provider, {
    spreadMs: () => spreadMs,
    onDenied: () => {
      onDenied()
      ending.reach()
    },
  })
  const stopKeeping = keep ? keepOnDevice(name, doc, () => edits.noteKept()) : () => {}
  let isClosed = false
  const close = (): void => {
    isClosed = true
    stopObserving()
    stopReconnecting()
    stopKeeping()
    provider.destroy()
    doc.destroy()
  }
  if (after) void after.then(() => isClosed || provider.connect())
  else provider.connect()
  return {
    name,
    registers,
    /** Every register, as a signal. */
    values,
    isConnected,
    /** Whether this device has everything that the Leaf had at the last contact. */
    isSynced,
    /** How many edits of this device the Leaf has not on its disk yet. */
    unsafe,
    /** What the Leaf put back as it was, and why; the latest time. */
    refused,
    close,
    /** Closes it when everything that was written here is with the Leaf; resolves then. */
    linger(): Promise<void> {
      // From now on the next person's room is what this device keeps.
      stopKeeping()
      return ending.reached().then(close)
    },
  }
}

/** Not connected yet; coming back is decided here (`reconnect`). */
function providerOf(name: string, doc: Y.Doc, token: string): WebsocketProvider {
  const provider = new WebsocketProvider(syncAddress(), name, doc, {
    params: { token, version: String(WIRE_VERSION) },
    disableBc: true,
    connect: false,
    // Coming back is spread out; y-websocket's own timing has no jitter.
    shouldReconnect: () => false,
  })
  // Presence costs the square of the peers, and nobody here shows it.
  provider.awareness.setLocalState(null)
  return provider
}

/** When nothing more can go out: all is safe, or the Leaf takes nothing more. */
function createEnding() {
  let tell = () => {}
  return {
    reach: (): void => tell(),
    reached: (): Promise<void> =>
      new Promise((resolve) => {
        tell = resolve
      }),
  }
}

const syncAddress = (): string =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sync`

/**
 * Comes back after a break, spread over the window that the Leaf has named last. What it answers to a
 * page of another version may change by the next try: then the page has been loaded anew.
 */
function reconnect(
  provider: WebsocketProvider,
  { spreadMs, onDenied }: { spreadMs: () => number; onDenied: () => void },
): () => void {
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  provider.on("sync", (isSynced) => {
    if (isSynced) attempt = 0
  })
  provider.on("closed", ({ code }) => {
    const isOtherVersion = code === Close.OTHER_VERSION
    if (isOtherVersion) noticeOtherVersion()
    else if (code >= 4400 && code < 4500) {
      onDenied()
      return
    }
    attempt += isOtherVersion ? MANY : 1
    timer = setTimeout(() => provider.connect(), backoffMs(attempt, Math.random(), spreadMs()))
  })
  return () => clearTimeout(timer)
}

/** What is being written down for good of rooms that were left. */
let lastSaving: Promise<void> = Promise.resolve()

/** Loads what this device kept of the room, and keeps what changes. */
function keepOnDevice(name: string, doc: Y.Doc, onLoaded: () => void): () => void {
  const origin = "device"
  let timer: ReturnType<typeof setTimeout> | undefined
  const report = (error: unknown) => console.warn(`The room ${name} is not kept here.`, error)
  // Who had the room before may have left something that is not written down yet.
  const loading = lastSaving
    .then(deviceDatabase)
    .then((database) => database.get("rooms", name))
    .then((kept) => {
      if (!kept) return
      Y.applyUpdate(doc, kept, origin)
      onLoaded()
    })
    .catch(report)
  // Never before it is loaded, or what was kept would be lost.
  const save = () =>
    loading
      .then(deviceDatabase)
      .then((database) => database.put("rooms", Y.encodeStateAsUpdate(doc), name))
      .then(() => {}, report)
  const onUpdate = (_update: Uint8Array, from: unknown) => {
    if (from === origin) return
    clearTimeout(timer)
    timer = setTimeout(() => void save(), SAVE_AFTER_MS)
  }
  doc.on("update", onUpdate)
  let isStopped = false
  return () => {
    if (isStopped) return
    isStopped = true
    clearTimeout(timer)
    doc.off("update", onUpdate)
    const saving = save()
    lastSaving = lastSaving.then(() => saving)
  }
}
