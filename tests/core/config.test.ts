import { createAccount } from "@nats-io/jwt"
import { suite } from "uvu"
import * as assert from "uvu/assert"
import { readConfig } from "../../core/config.ts"
import { StartRefused } from "../../program/start-refused.ts"

const test = suite("a cluster's settings")
const seed = new TextDecoder().decode(createAccount().getSeed())
const whole = {
  NATS_URL: "nats://core:secret@nats-1:4222,nats://core:secret@nats-2:4222",
  NATS_ISSUER_SEED: seed,
  FELT_CORE_NATS_URL: "tls://hub.example:4222",
}

test("a cluster's settings are read, and the addresses are told without the password", () => {
  const { cluster, publicUrl } = readConfig(whole).hub
  assert.equal(cluster, {
    options: { servers: ["nats-1:4222", "nats-2:4222"], user: "core", pass: "secret" },
    issuerSeed: seed,
    replicas: 3,
  })
  assert.is(publicUrl, "tls://hub.example:4222")
})

for (const [what, setting, words] of [
  ["one of the two missing", { NATS_ISSUER_SEED: undefined }, /go together/],
  [
    "a cluster that Leaves must reach themselves, and nobody says where",
    { NATS_URL: "tls://core:secret@nats-1", FELT_CORE_NATS_URL: undefined },
    /set FELT_CORE_NATS_URL/,
  ],
  ["no user", { NATS_URL: "nats://nats-1:4222" }, /NATS_URL=… is wrong: expected nats:/],
  ["another protocol", { NATS_URL: "http://core:secret@nats-1" }, /NATS_URL=… is wrong/],
  ["what is no seed", { NATS_ISSUER_SEED: "SAsecret" }, /NATS_ISSUER_SEED=… is wrong/],
  [
    "an address to which Leaves would send their tokens openly",
    { FELT_CORE_NATS_URL: "nats://hub.example:4222" },
    /FELT_CORE_NATS_URL=.* expected tls:/,
  ],
  ["two replicas", { NATS_REPLICAS: "2" }, /NATS_REPLICAS=2 is wrong: expected 1, 3 or 5/],
] as const)
  test(`${what}: refused in one sentence that shows no secret`, () => {
    try {
      readConfig({ ...whole, ...setting })
    } catch (error) {
      assert.instance(error, StartRefused)
      assert.match(String(error), words)
      return assert.not.match(String(error), /secret/)
    }
    assert.unreachable()
  })

test.run()
