import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import * as Y from "yjs"
import { Registers } from "../../schemas/documents/registers.ts"
import { tournamentRoom } from "../../schemas/documents/rooms.ts"
import { TournamentId } from "../../schemas/ids.ts"
import { EventReader } from "../support/event-reader.ts"
import { intent } from "../support/intents.ts"
import { TestLeaf } from "../support/leaf.ts"
import { until } from "../support/until.ts"

const leaf = await new TestLeaf().start()
const staff = await leaf.signIn()
const tournament = v.parse(TournamentId, "t1")
await staff.record([intent("open-tournament")])

/** A screen: reads the feed, without a token, until it ends or the screen is switched off. */
class Screen {
  readonly registers = new Registers(new Y.Doc())
  readonly kinds: string[] = []
  #lastSeen = ""
  #events: EventReader | null = null

  async read(): Promise<void> {
    const headers: Record<string, string> =
      this.#lastSeen === "" ? {} : { "Last-Event-ID": this.#lastSeen }
    const events = await EventReader.open(`${leaf.url}/api/feeds/tournament/t1`, headers)
    this.#events = events
    for (;;) {
      const read = await events.next().catch(() => null)
      if (!read) return
      Y.applyUpdate(this.registers.doc, Buffer.from(read.data, "base64"))
      this.kinds.push(read.event)
      this.#lastSeen = read.id
    }
  }

  async off(): Promise<void> {
    await this.#events?.close()
  }
}

test("a screen follows a tournament, also over a restart of the Leaf", async () => {
  const floor = await staff.openRoom(tournamentRoom(tournament))
  floor.registers.set("entry/e1/player", "p1")
  const screen = new Screen()
  const first = screen.read()
  await until("the screen has it", () => screen.registers.get("entry/e1/player") === "p1")
  floor.registers.set("entry/e2/player", "p2")
  await until("the update is there", () => screen.registers.get("entry/e2/player") === "p2")
  await leaf.stop()
  await first
  await leaf.start()
  const second = screen.read()
  await until(
    "a new run began",
    () => screen.kinds.filter((kind) => kind === "snapshot").length > 1,
  )
  const again = await staff.openRoom(tournamentRoom(tournament))
  again.registers.set("entry/e3/player", "p3")
  await until("it goes on", () => screen.registers.get("entry/e3/player") === "p3")
  await screen.off()
  await second
  floor.close()
  again.close()
})

for (const path of [
  "tournament/t9",
  "registration/t1",
  "venue/another",
  "money/t1",
  "tournament/a b",
])
  test(`there is no feed of ${path}`, async () => {
    const answer = await fetch(`${leaf.url}/api/feeds/${path}`)
    assert.is(answer.status, 404)
    await answer.body?.cancel()
  })

test("nothing can be written to a feed", async () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"])
    assert.ok((await fetch(`${leaf.url}/api/feeds/tournament/t1`, { method })).status >= 404)
})

test.after(async () => {
  await leaf.stop()
})
test.run()
