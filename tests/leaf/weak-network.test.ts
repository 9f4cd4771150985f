import { spawn } from "node:child_process"
import { once } from "node:events"
import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"

// The kernel itself slows a link down and loses packets of it; cut and delayed connections, which need
// nothing of the kernel, are sync-server/convergence's.

const CHILD = fileURLToPath(new URL("../support/weak-network.ts", import.meta.url))
const Seen = v.object({
  dropped: v.number(),
  writtenMs: v.number(),
  convergedMs: v.number(),
  slowestMoneyMs: v.number(),
  lines: v.number(),
  edits: v.array(v.number()),
})

/** Whether this machine lets us have a network of our own and shape it: that takes root, iproute2, and the kernel's queues. */
const canShape = await run("unshare", [
  "--net",
  "sh",
  "-c",
  "ip link set lo up && tc qdisc add dev lo root handle 1: htb && tc filter add dev lo parent 1: protocol ip u32 match ip dport 1 0xffff flowid 1:2",
]).then(({ code }) => code === 0)

test("where a long run was asked for there is a network to weaken", () => {
  if (!canShape)
    console.log("NO NETWORK WAS WEAKENED: this takes root, unshare, ip, tc, htb and u32.")
  assert.ok(canShape || process.env["FELT_LONG"] !== "1")
})

if (canShape)
  test("over a link that is slow and loses packets nothing is lost or counted twice, and all agree", async () => {
    const { code, output } = await run("unshare", ["--net", process.execPath, CHILD])
    assert.is(code, 0)
    const seen = v.parse(Seen, JSON.parse(output.trim()))
    console.log(
      `${seen.dropped} packets lost: 360 edits safe after ${seen.writtenMs} ms, with everybody ` +
        `${seen.convergedMs} ms later; slowest buy-in ${seen.slowestMoneyMs} ms`,
    )
    assert.ok(seen.dropped > 0, "the link lost nothing, so it shows nothing")
    assert.is(seen.lines, 21)
    assert.equal(new Set(seen.edits), new Set([360]))
  })

async function run(
  program: string,
  words: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] })
  const [output, [code]] = await Promise.all([
    text(child.stdout),
    // Where the program is not there at all, that is an answer as well.
    once(child, "exit").catch(() => [null]),
  ])
  return { code: code as number | null, output }
}

test.run()
