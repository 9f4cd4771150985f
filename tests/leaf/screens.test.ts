import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { ScreenWatch } from "../../leaf/screen-watch.ts"
import { DisplayId } from "../../schemas/ids.ts"
import { millis } from "../../schemas/units.ts"
import { ScreensAnswer } from "../../schemas/display.ts"
import { EventReader } from "../support/event-reader.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"
import { until } from "../support/until.ts"

const bar = v.parse(DisplayId, "bar")

/** A watch whose time is the test's. */
function watch() {
  let time = 1_000
  const screens = new ScreenWatch(() => millis(time))
  return {
    screens,
    pass: (ms: number) => {
      time += ms
    },
    bar: () => screens.report().find(({ displayId }) => displayId === bar),
  }
}

test("a screen is there from when it came, and lost from when it left", () => {
  const { screens, pass, bar: report } = watch()
  assert.is(report(), undefined)
  const leave = screens.connect(bar, null)
  pass(60_000)
  assert.equal(report(), { displayId: bar, connected: 1, since: 1_000 })
  leave()
  pass(5_000)
  assert.equal(report(), { displayId: bar, connected: 0, since: 61_000 })
  screens.connect(bar, null)
  assert.equal(report(), { displayId: bar, connected: 1, since: 66_000 })
})

test("a screen without power is lost within six seconds of its last word, and back with the next", () => {
  const { screens, pass, bar: report } = watch()
  const leave = screens.connect(bar, "k")
  for (let beat = 0; beat < 10; beat++) {
    pass(2_000)
    screens.hear(bar, "k")
  }
  assert.equal(report(), { displayId: bar, connected: 1, since: 1_000 })
  pass(6_001)
  screens.hear(bar, "another")
  assert.equal(report(), { displayId: bar, connected: 0, since: 21_000 })
  screens.hear(bar, "k")
  assert.is(report()?.connected, 1)
  pass(60_000)
  leave()
  assert.equal(report(), { displayId: bar, connected: 0, since: 27_001 })
})

test("two screens of one display: one that is lost leaves one", () => {
  const { screens, pass, bar: report } = watch()
  screens.connect(bar, "one")
  pass(1_000)
  const leave = screens.connect(bar, "two")
  assert.is(report()?.connected, 2)
  leave()
  assert.equal(report(), { displayId: bar, connected: 1, since: 1_000 })
})

test("made-up addresses fill no memory", () => {
  const { screens } = watch()
  for (let number = 0; number < 1_000; number++)
    screens.connect(v.parse(DisplayId, `d${number}`), null)()
  const known = screens.report().map(({ displayId }) => displayId)
  assert.is(known.length, 200)
  assert.ok(known.includes(v.parse(DisplayId, "d999")))
})

test("staff see which screens are there; anybody else does not", async () => {
  const leaf = await new TestLeaf().start()
  const signedIn = await fetch(`${leaf.url}/api/sessions`, {
    method: "POST",
    body: JSON.stringify({ pin: PIN }),
  })
  const { token } = (await signedIn.json()) as { token: string }
  const asked = { headers: { Authorization: `Bearer ${token}` } }
  const seen = async () =>
    v.parse(ScreensAnswer, await (await fetch(`${leaf.url}/api/screens`, asked)).json())
  assert.equal((await seen()).screens, [])
  assert.is((await fetch(`${leaf.url}/api/screens`)).status, 401)
  const screen = await EventReader.open(`${leaf.url}/api/displays/bar/stream?screen=k`)
  await screen.next()
  const here = await fetch(`${leaf.url}/api/displays/bar/here?screen=k`, { method: "POST" })
  assert.is(here.status, 204)
  const [found] = (await seen()).screens
  assert.equal([found?.displayId, found?.connected], [bar, 1])
  await screen.close()
  await until("it is gone", async () => (await seen()).screens[0]?.connected === 0)
  for (const path of ["bar/here?screen=no%20key", "bar/here", "the%20bar/here?screen=k"]) {
    const { status } = await fetch(`${leaf.url}/api/displays/${path}`, { method: "POST" })
    assert.ok(status === 422 || status === 404, `${path}: ${status}`)
  }
  await leaf.stop()
})

test.run()
