import * as decoding from "lib0/decoding"
import { createSignal } from "solid-js"
import * as v from "valibot"
import { messageYjsSyncStep1 } from "y-protocols/sync"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { Registers } from "../../schemas/documents/registers.ts"
import { backoffMs } from "./backoff.ts"
import { deviceDatabase } from "./device.ts"
import { UnsafeEdits } from "./unsafe-edits.ts"

const SAVE_AFTER_MS = 300

/** A Yjs room, kept in step with the Leaf and on this device. */
export type Room = ReturnType<typeof openRoom>

/**
 * Opens a room. Edits work at once, with or without the Leaf, survive a reload where `keep` is set,
 * and merge as soon as there is contact.
 *
 * @param token a staff session's or a phone's; rights are the Leaf's business
 * @param onDenied called when the Leaf says that coming back is pointless (close codes 4400–4499)
 */
export function openRoom(
  name: string,
  token: string,
  { keep, onDenied }: { keep: boolean; onDenied: () => void },
) {
  const doc = new Y.Doc()
  const registers = new Registers(doc)
  const [values, setValues] = createSignal(registers.all(), { equals: false })
  const [isConnected, setConnected] = createSignal(false)
  const [isSynced, setSynced] = createSignal(false)
  const [unsafe, setUnsafe] = createSignal(0)
  const [refused, setRefused] = createSignal<readonly Refusal[]>([])
  const edits = new UnsafeEdits(doc, setUnsafe)
  doc.on("update", (_update, _origin, _doc, { local }) => {
    if (local) edits.noteEdit()
  })
  const stopObserving = registers.observe(() => setValues(registers.all()))
  const provider = new WebsocketProvider(syncAddress(), name, doc, {
    params: { token },
    disableBc: true,
    connect: false,
    // Coming back is decided below, spread out; y-websocket's own timing has no jitter.
    shouldReconnect: () => false,
  })
  // Presence costs the square of the peers, and nobody here shows it.
  provider.awareness.setLocalState(null)
  provider.on("status", ({ status }) => setConnected(status === "connected"))
  provider.on("sync", setSynced)
  listen(provider, edits, setRefused)
  const stopReconnecting = reconnect(provider, onDenied)
  const stopKeeping = keep ? keepOnDevice(name, doc, () => edits.noteKept()) : () => {}
  provider.connect()
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
    close(): void {
      stopObserving()
      stopReconnecting()
      stopKeeping()
      provider.destroy()
      doc.destroy()
    },
  }
}

const syncAddress = (): string =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sync`

const SYNC = 0
const DURABLE = 100
const REFUSED = 101
const Refusals = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ key: v.string(), reason: v.string() })),
)
export type Refusal = v.InferOutput<typeof Refusals>[number]

/** Asks the Leaf to tell what is on its disk and what it refused, and listens (sync-server/protocol.ts). */
function listen(
  provider: WebsocketProvider,
  edits: UnsafeEdits,
  onRefused: (refusals: readonly Refusal[]) => void,
): void {
  provider.on("status", ({ status }) => {
    if (status === "connected") provider.ws?.send(Uint8Array.of(DURABLE))
  })
  provider.messageHandlers[DURABLE] = (_answer, message) => {
    edits.takeDurable(decoding.readVarUint8Array(message))
  }
  provider.messageHandlers[REFUSED] = (_answer, message) => {
    onRefused(v.parse(Refusals, decoding.readVarString(message)))
  }
  const sync = provider.messageHandlers[SYNC]
  provider.messageHandlers[SYNC] = (answer, message, ...rest) => {
    // Step 1 says what the Leaf has, and it has nothing that is not on its disk.
    const ahead = decoding.clone(message)
    if (decoding.readVarUint(ahead) === messageYjsSyncStep1)
      edits.takeDurable(decoding.readVarUint8Array(ahead))
    sync?.(answer, message, ...rest)
  }
}

function reconnect(provider: WebsocketProvider, onDenied: () => void): () => void {
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  provider.on("sync", (isSynced) => {
    if (isSynced) attempt = 0
  })
  provider.on("closed", ({ code }) => {
    if (code >= 4400 && code < 4500) {
      onDenied()
      return
    }
    attempt += 1
    timer = setTimeout(() => provider.connect(), backoffMs(attempt, Math.random()))
  })
  return () => clearTimeout(timer)
}

/** Loads what this device kept of the room, and keeps what changes. */
function keepOnDevice(name: string, doc: Y.Doc, onLoaded: () => void): () => void {
  const origin = "device"
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = async () => (await deviceDatabase()).put("rooms", Y.encodeStateAsUpdate(doc), name)
  const report = (error: unknown) => console.warn(`The room ${name} is not kept here.`, error)
  const onUpdate = (_update: Uint8Array, from: unknown) => {
    if (from === origin) return
    clearTimeout(timer)
    timer = setTimeout(() => void save().catch(report), SAVE_AFTER_MS)
  }
  doc.on("update", onUpdate)
  deviceDatabase()
    .then((database) => database.get("rooms", name))
    .then((kept) => {
      if (!kept) return
      Y.applyUpdate(doc, kept, origin)
      onLoaded()
    })
    .catch(report)
  return () => {
    clearTimeout(timer)
    doc.off("update", onUpdate)
    void save().catch(report)
  }
}
