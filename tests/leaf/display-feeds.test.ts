import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as floor from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { blankProjection } from "../../leaf/blank-projection.ts"
import { Displays } from "../../leaf/displays.ts"
import { Leagues } from "../../leaf/leagues.ts"
import { Registrations } from "../../leaf/registrations.ts"
import { ScreenNames } from "../../leaf/screen-names.ts"
import { MemoryEventLog } from "../../ledger/event-log-memory.ts"
import { Ledger } from "../../ledger/ledger.ts"
import { PGliteStore } from "../../ledger/store-pglite.ts"
import { Registers } from "../../schemas/documents/registers.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { DisplayId, TournamentId, VenueId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import type { DisplayState } from "../../schemas/display.ts"
import { MemoryDocumentStore } from "../../sync-server/document-store-memory.ts"
import { temporaryFolder } from "../support/folder.ts"
import { TestRelay } from "../support/relay.ts"
import { until } from "../support/until.ts"

const NOW = millis(1_700_000_000_000)
const venueId = v.parse(VenueId, "venue")
const main = v.parse(DisplayId, "main")
const friday = v.parse(TournamentId, "friday")
const saturday = v.parse(TournamentId, "saturday")

const folder = temporaryFolder()
const ledger = await Ledger.open({
  log: new MemoryEventLog(),
  witness: `${folder}/ledger.jsonl`,
  store: await PGliteStore.open(`${folder}/projection`, blankProjection()),
  now: () => NOW,
  onFatal: (error) => assert.unreachable(String(error)),
})

/** A store whose rooms open only when the test lets them, or not at all. */
class SlowStore extends MemoryDocumentStore {
  /** Called before a room is read. */
  onLoad: (room: string) => Promise<void> = () => Promise.resolve()

  override async load(room: string): Promise<Uint8Array[]> {
    await this.onLoad(room)
    return super.load(room)
  }
}

/** Two tournaments, of which `main` shows the first, and somebody who can write all rooms. */
async function venue() {
  const [structure] = builtInStructures
  if (!structure) throw new Error("There is no built-in structure.")
  const store = new SlowStore()
  const relay = await TestRelay.start({ store, idleMs: 5 })
  const errors: unknown[] = []
  const onError = (error: unknown) => void errors.push(error)
  const displays = new Displays({
    relay: relay.relay,
    ledger,
    venueId,
    leagues: new Leagues({ relay: relay.relay, ledger, venueId, onError }),
    names: new ScreenNames({
      nameOf: () => undefined,
      registrations: new Registrations({ relay: relay.relay, store, onError }),
      onError,
    }),
    now: () => NOW,
    onError,
  })
  const open = async (room: string) => {
    const client = await relay.stockClient({ room }).synced()
    return { registers: new Registers(client.doc), close: () => client.stop() }
  }
  for (const [id, name] of [
    [friday, "Friday"],
    [saturday, "Saturday"],
  ] as const) {
    const room = await open(tournamentRoom(id))
    room.registers.setAll(floor.createTournament({ name, structure, seed: name }))
    await until(`${name} is stored`, async () => (await store.load(tournamentRoom(id))).length > 0)
    room.close()
  }
  const settings = await open(venueRoom(venueId))
  const show = async (tournamentId: TournamentId) => {
    const before = (await store.load(venueRoom(venueId))).length
    settings.registers.set("display/main", { tournamentId })
    await until("it is stored", async () => (await store.load(venueRoom(venueId))).length > before)
  }
  await show(friday)
  return { store, relay, displays, errors, open, settings, show }
}

/** A screen: what it was sent, by name. */
function screen() {
  const shown: string[] = []
  const send = ({ data }: { data: string }) => {
    const state = JSON.parse(data) as DisplayState
    shown.push(state.kind === "tournament" ? `${state.name} ${state.clock.levelIndex}` : state.kind)
  }
  return { shown, send }
}

test("a screen that is pointed elsewhere while it opens shows where it points in the end", async () => {
  const { store, relay, displays, settings, show } = await venue()
  const { shown, send } = screen()
  let opened = 0
  store.onLoad = async (room) => {
    if (room !== tournamentRoom(friday)) return
    store.onLoad = () => Promise.resolve()
    opened += 1
    await show(saturday)
  }
  await until("the first tournament's room is put away", () => relay.relay.roomCount === 1)
  const stop = await displays.watch(main, null, send)
  await until("Saturday is shown", () => shown.at(-1) === "Saturday 0")
  assert.is(opened, 1)
  settings.close()
  await until("the first tournament's room is let go", () => relay.relay.roomCount === 2)
  stop()
  await relay.stop()
})

test("a screen that comes as the last one leaves goes on hearing of changes", async () => {
  const { relay, displays, open } = await venue()
  const stopFirst = await displays.watch(main, null, screen().send)
  const { shown, send } = screen()
  const coming = displays.watch(main, null, send)
  stopFirst()
  const stop = await coming
  const room = await open(tournamentRoom(friday))
  room.registers.set("clock", { status: "paused", levelIndex: 3, elapsedMs: 0 })
  await until("the change is shown", () => shown.at(-1) === "Friday 3")
  stop()
  await relay.stop()
})

test("when nobody watches, a screen's rooms are let go", async () => {
  const { relay, displays, settings } = await venue()
  const stops = await Promise.all([1, 2, 3].map(() => displays.watch(main, null, screen().send)))
  settings.close()
  await until("nobody else is there", () => relay.relay.peerCount === 0)
  assert.is(relay.relay.roomCount, 2)
  stops.forEach((stop) => stop())
  await until("no room is held", () => relay.relay.roomCount === 0)
  await relay.stop()
})

test("a screen that leaves while it changes over holds no room", async () => {
  const { store, relay, displays, settings } = await venue()
  const stop = await displays.watch(main, null, screen().send)
  const loading = new Promise<void>((resolve) => {
    store.onLoad = (room) => {
      if (room === tournamentRoom(saturday)) {
        stop()
        resolve()
      }
      return Promise.resolve()
    }
  })
  settings.registers.set("display/main", { tournamentId: saturday })
  await loading
  settings.close()
  await until("no room is held", () => relay.relay.roomCount === 0)
  await relay.stop()
})

test("a screen whose room cannot be read fails, holds nothing, and opens when it can be", async () => {
  const { store, relay, displays, settings } = await venue()
  await until("Friday's room is put away", () => relay.relay.roomCount === 1)
  store.onLoad = () => Promise.reject(new Error("The log does not answer."))
  for (const each of await Promise.allSettled(
    [1, 2].map(() => displays.watch(main, null, screen().send)),
  ))
    assert.is(each.status, "rejected")
  store.onLoad = () => Promise.resolve()
  const { shown, send } = screen()
  const stop = await displays.watch(main, null, send)
  assert.equal(shown, ["Friday 0"])
  stop()
  settings.close()
  await until("no room is held", () => relay.relay.roomCount === 0)
  await relay.stop()
})

test.after(() => ledger.close())
test.run()
