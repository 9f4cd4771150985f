import { test } from "uvu"
import * as assert from "uvu/assert"
import { backoffMs } from "../../app/data/backoff.ts"
import { offsetMs } from "../../app/data/clock-offset.ts"
import { serverEvents } from "../../app/data/sse.ts"

test("the fastest round trip says how far the clocks are apart, whatever the slow ones claim", () => {
  assert.is(
    offsetMs([
      { sentAt: 1_000, receivedAt: 1_900, leafNow: 9_000 },
      { sentAt: 2_000, receivedAt: 2_010, leafNow: 7_005 },
    ]),
    5_000,
  )
})

test("without a round trip nothing is known about the clocks", () => {
  assert.is(offsetMs([]), null)
})

test("devices come back spread over 50 to 500 ms, and more patiently after each failure", () => {
  assert.is(backoffMs(1, 0), 50)
  assert.is(backoffMs(1, 1), 500)
  assert.is(backoffMs(1, 1, 2_000), 2_000)
  assert.is(backoffMs(1, 1, 100), 500)
  assert.is(backoffMs(2, 0), 300)
  assert.is(backoffMs(4, 0), 1_050)
  assert.is(backoffMs(50, 1), 2_500)
})

test("server-sent events are read wherever the stream is cut, and comments are passed over", () => {
  const text = ': hello\n\nid: 7\nevent: state\ndata: {"a":\ndata: 1}\n\ndata: x\r\n\r\n: beat\n\n'
  for (let cut = 0; cut <= text.length; cut++) {
    const read = serverEvents()
    assert.equal(
      [...read(text.slice(0, cut)), ...read(text.slice(cut))],
      [
        { event: "state", data: '{"a":\n1}', id: "7" },
        { event: "message", data: "x", id: null },
      ],
      `cut at ${cut}`,
    )
  }
})

test("an event that has not ended is not read yet", () => {
  const read = serverEvents()
  assert.equal(read("data: half\n"), [])
  assert.equal(read("\n"), [{ event: "message", data: "half", id: null }])
})

test.run()
