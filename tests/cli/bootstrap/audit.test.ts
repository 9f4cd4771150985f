import { test } from "uvu"
import * as assert from "uvu/assert"
import { auditPackages } from "../../../cli/bootstrap/audit.mjs"

/** What npm writes, in the parts that count. */
const answer = (weaknesses: { name: string; severity: string }[]): string =>
  JSON.stringify({
    vulnerabilities: Object.fromEntries(
      weaknesses.map((each) => [each.name, { ...each, range: "<2.0.0" }]),
    ),
    metadata: { vulnerabilities: { total: weaknesses.length } },
  })

const NO_CONTACT = JSON.stringify({ message: "request to the registry failed, reason: ENOTFOUND" })

for (const [what, words, status, said] of [
  ["nothing is known", answer([]), 0, []],
  ["something small is known", answer([{ name: "a", severity: "moderate" }]), 0, []],
  [
    "something grave is known",
    answer([
      { name: "a", severity: "low" },
      { name: "b", severity: "high" },
      { name: "c", severity: "critical" },
    ]),
    1,
    [
      "audit: b <2.0.0 has a known weakness (high): npm audit says more.",
      "audit: c <2.0.0 has a known weakness (critical): npm audit says more.",
    ],
  ],
  [
    "there is no contact",
    NO_CONTACT,
    0,
    ["audit: not asked: no contact (request to the registry failed, reason: ENOTFOUND)"],
  ],
  ["npm has crashed", "", 0, ["audit: not asked: no contact (npm gave no answer)"]],
] as const)
  test(`${what}: ${status === 0 ? "the check goes on" : "the check fails"}`, async () => {
    const lines: string[] = []
    const found = await auditPackages({
      ask: () => Promise.resolve(words),
      say: (line) => lines.push(line),
    })
    assert.is(found, status)
    assert.equal(lines, said)
  })

test.run()
