import { test } from "uvu"
import * as assert from "uvu/assert"
import { readOverlayNetwork } from "../../domain/overlay-network.ts"

const URI = "https://management.example:443"
const peer = (status: "Connected" | "Connecting" | "Idle") => ({
  fqdn: "office.overlay.example",
  netbirdIp: "100.64.0.2",
  publicKey: "c29tZSBwdWJsaWMga2V5IG9mIGEgcGVlcg==",
  status,
  lastStatusUpdate: "2026-11-26T20:01:01Z",
  connectionType: status === "Connected" ? "P2P" : "-",
  latency: 10_000_000,
  networks: null,
})

/** An answer with every part that netbird documents (client/status in its source, 0.60). */
const status = (
  daemonStatus: string,
  isManaged: boolean,
  peers: readonly ReturnType<typeof peer>[],
  more: Record<string, unknown> = {},
) => ({
  peers: {
    total: peers.length,
    connected: peers.filter((each) => each.status === "Connected").length,
    details: peers.length > 0 ? peers : null,
  },
  cliVersion: "0.60.2",
  daemonVersion: "0.60.2",
  daemonStatus,
  management: {
    url: URI,
    connected: isManaged,
    error: isManaged ? "" : "rpc error: code = Unavailable",
  },
  signal: { url: URI, connected: isManaged, error: "" },
  relays: { total: 0, available: 0, details: null },
  netbirdIp: "100.64.0.7/16",
  usesKernelInterface: true,
  wireguardPort: 51_820,
  dnsServers: [],
  events: [],
  lazyConnectionEnabled: false,
  ...more,
})

const { lazyConnectionEnabled: __, ...alone } = status("Connected", true, [peer("Connecting")])
const { daemonStatus: _, ...older } = status("Connected", false, [peer("Connected")])

for (const [name, answer, expected] of [
  ["no netbird on this machine", undefined, { state: "absent", peers: 0 }],
  ["never let in", status("NeedsLogin", false, []), { state: "absent", peers: 0 }],
  ["switched off", status("Idle", false, []), { state: "absent", peers: 0 }],
  [
    "all is well",
    status("Connected", true, [peer("Connected"), peer("Connected"), peer("Connecting")]),
    { state: "connected", peers: 2 },
  ],
  [
    "management unreachable, peers still connected",
    status("Connecting", false, [peer("Connected"), peer("Connecting")]),
    { state: "management-away", peers: 1 },
  ],
  [
    "the same, of a daemon that does not tell its own state",
    older,
    { state: "management-away", peers: 1 },
  ],
  [
    "management unreachable and no peer either",
    status("Connecting", false, [peer("Connecting")]),
    { state: "no-peers", peers: 0 },
  ],
  [
    "management there, but no peer",
    status("Connected", true, [peer("Connecting")]),
    { state: "no-peers", peers: 0 },
  ],
  [
    "a key that is no longer good",
    status("LoginFailed", false, []),
    { state: "no-peers", peers: 0 },
  ],
  [
    "peers that wait until there is something to say",
    status("Connected", true, [peer("Idle")], { lazyConnectionEnabled: true }),
    { state: "connected", peers: 0 },
  ],
  [
    "peers that would wait for something to say, but nobody is there to name them",
    status("Connecting", false, [peer("Idle")], { lazyConnectionEnabled: true }),
    { state: "no-peers", peers: 0 },
  ],
  ["no peer, of a daemon that does not know of waiting", alone, { state: "no-peers", peers: 0 }],
] as const)
  test(`the overlay network: ${name}`, () => assert.equal(readOverlayNetwork(answer), expected))

test("what is no answer of netbird's is an error that names the place, never a state", () => {
  assert.throws(
    () => readOverlayNetwork({ peers: { connected: "2" }, management: { connected: true } }),
    /^At peers\.connected: netbird's status is unreadable: .*number/,
  )
  assert.throws(() => readOverlayNetwork("Daemon status: Connected"), /^Netbird's status is unread/)
})

test.run()
