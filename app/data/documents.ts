import { createSignal, untrack } from "solid-js"
import * as v from "valibot"
import { WebsocketProvider } from "y-websocket"
import * as Y from "yjs"
import { Close, type Refusal } from "../../schemas/documents/frames.ts"
import { isRegister, Registers, REGISTERS } from "../../schemas/documents/registers.ts"
import { WIRE_VERSION } from "../../schemas/version.ts"
import { backoffMs } from "./backoff.ts"
import { noticeOtherVersion } from "./build.ts"
import { deviceDatabase } from "./device.ts"
import { leafNow } from "./leaf-time.ts"
import { speakFelt } from "./room-wire.ts"
import { type UnsafeEdit, UnsafeEdits } from "./unsafe-edits.ts"

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
  const [unsafeEdits, setUnsafeEdits] = createSignal<readonly UnsafeEdit[]>([])
  const ending = createEnding()
  const edits = new UnsafeEdits(doc, (count, made) => {
    setUnsafe(count)
    setUnsafeEdits(made)
    device?.save()
    if (count === 0) ending.reach()
  })
  const takeMade = noteMade(doc, () => untrack(values))
  doc.on("update", (_update, _origin, _doc, { local }) => {
    if (local) edits.noteEdit(takeMade())
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
  const device = keep ? keepOnDevice(name, doc, edits) : null
  const close = (): void => {
    stopObserving()
    stopReconnecting()
    device?.close()
    provider.destroy()
    doc.destroy()
  }
  if (after) void after.then(() => doc.isDestroyed || provider.connect())
  else provider.connect()
  return {
    name,
    registers,
    /** Every register, as a signal. */
    values,
    isConnected,
    /** Whether this device has everything that the Leaf had at the last contact. */
    isSynced,
    isSettled: createSettled(provider, device?.loading),
    /** How many edits of this device the Leaf has not on its disk yet. */
    unsafe,
    /** Those of them that were made since the page was loaded, oldest first. */
    unsafeEdits,
    /** What the Leaf put back as it was, and why; the latest time. */
    refused,
    close,
    /** Closes it when everything that was written here is with the Leaf; resolves then. */
    linger(): Promise<void> {
      // From now on the next person's room is what this device keeps.
      device?.close()
      return ending.reached().then(close)
    },
  }
}

/**
 * Notes what is written here, with what was there before. Observes before the one who keeps `values`.
 * Returns the way to take what was noted last.
 */
function noteMade(doc: Y.Doc, values: () => ReadonlyMap<string, unknown>): () => UnsafeEdit | null {
  let made: UnsafeEdit | null = null
  doc.getArray(REGISTERS).observe(({ changes }, { local }) => {
    if (!local) return
    const written = [...changes.added].flatMap(({ content }) => content.getContent())
    const before = values()
    made = {
      at: leafNow(),
      changes: written
        .filter(isRegister)
        .map(({ key, value }) => ({ key, before: before.get(key) ?? null, after: value ?? null })),
    }
  })
  return () => {
    const taken = made
    made = null
    return taken
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

/**
 * Whether everything is here that can be known for now: what this device kept, and what the Leaf has
 * where it was reached. Before that, what is not there says nothing.
 */
function createSettled(provider: WebsocketProvider, loading?: Promise<void>): () => boolean {
  const [isSettled, setSettled] = createSignal(false)
  const trying = new Promise<void>((resolve) => {
    provider.on("sync", (isSynced) => isSynced && resolve())
    provider.on("closed", () => resolve())
  })
  void Promise.all([loading, trying]).then(() => setSettled(true))
  return isSettled
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

const KeptRoom = v.union([
  v.object({
    update: v.instance(Uint8Array),
    unsafe: v.array(v.object({ client: v.number(), clock: v.number() })),
  }),
  // As it was kept before it was noted what is safe: then nothing is, until the Leaf says so.
  v.pipe(
    v.instance(Uint8Array),
    v.transform((update) => {
      const authors = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update))
      return { update, unsafe: [...authors].map(([client, clock]) => ({ client, clock })) }
    }),
  ),
])

/** What is being written down for good of rooms that were left. */
let lastSaving: Promise<void> = Promise.resolve()

/** Loads what this device kept of the room, and keeps what changes. */
function keepOnDevice(name: string, doc: Y.Doc, edits: UnsafeEdits) {
  const origin = "device"
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  const report = (error: unknown) => console.warn(`The room ${name} is not kept here.`, error)
  // Who had the room before may have left something that is not written down yet.
  const loading = lastSaving
    .then(deviceDatabase)
    .then((database) => database.get("rooms", name))
    .then((value) => {
      const kept = v.safeParse(KeptRoom, value)
      if (!kept.success) return
      Y.applyUpdate(doc, kept.output.update, origin)
      edits.noteKept(kept.output.unsafe)
    })
    .catch(report)
  // Never before it is loaded, or what was kept would be lost.
  const write = () =>
    loading
      .then(deviceDatabase)
      .then((database) => {
        const kept = { update: Y.encodeStateAsUpdate(doc), unsafe: [...edits.ends] }
        return database.put("rooms", kept, name)
      })
      .then(() => {}, report)
  const save = () => {
    if (isStopped) return
    clearTimeout(timer)
    timer = setTimeout(() => void write(), SAVE_AFTER_MS)
  }
  const onUpdate = (_update: Uint8Array, from: unknown) => {
    if (from !== origin) save()
  }
  doc.on("update", onUpdate)
  return {
    /** Resolves when what was kept is in the document. */
    loading,
    /** Keeps it as it is now, in a moment. */
    save,
    /** Keeps it a last time. */
    close(): void {
      if (isStopped) return
      isStopped = true
      clearTimeout(timer)
      doc.off("update", onUpdate)
      const saving = write()
      lastSaving = lastSaving.then(() => saving)
    },
  }
}
