import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import process from "node:process"
import { setTimeout as wait } from "node:timers/promises"
import { Pool } from "pg"
import * as v from "valibot"
import * as Y from "yjs"
import { WebsocketProvider } from "y-websocket"
import { connectionOf } from "../../core/postgres.ts"
import { openHubLog } from "../../leaf/uplink/hub-log.ts"
import { LedgerUplink } from "../../leaf/uplink/ledger-uplink.ts"
import { lineOf } from "../../ledger/recover.ts"
import type { LogLine } from "../../ledger/event-log.ts"
import { BackedUpVenue } from "../../schemas/backup.ts"
import { TestCore } from "../../tests/support/core.ts"
import { DamagedLog, ledgerOf } from "../../tests/support/ledger-lines.ts"
import type { Figure } from "../figures.ts"

/** So many venues play at once. */
const VENUES = 200
/** Lines a second of all venues together, step by step; a busy night of one venue is 1 in 20 s. */
const RATES = [10, 50, 100, 200, 400, 800, 1_600] as const
const STEP_MS = 10_000
/** It bends where one line of a hundred is stored later than this: what is made begins to queue. */
const BENDS_MS = 1_000
/** Where one of a hundred is later than this, nothing faster is tried. */
const TOO_LATE_MS = 5_000
/** So many come at the same moment. */
const AT_ONCE = 10
const TICKS_PER_SECOND = 100

type Leaf = {
  name: string
  log: DamagedLog
  /** Of each line, when it was made. */
  madeAt: number[]
  tell: () => void
  document: Y.Map<unknown>
  close: () => void
}

/**
 * Two hundred Leaves on one Core, each with what it has on a night: lines into the hub, the floor's
 * changes through the relay, its players over HTTP; faster and faster until Core falls behind.
 */
export async function measureLoad(): Promise<Figure[]> {
  // Each Leaf's socket looks out for the end of this process.
  process.setMaxListeners(VENUES + 10)
  const core = await new TestCore().start()
  const owner = new Pool(connectionOf(core.data))
  try {
    const { tenantId } = await core.addTenant("Load")
    const lines = ledgerOf(
      Math.ceil((RATES.reduce((sum: number, each) => sum + each, 0) * STEP_MS) / 1_000 / VENUES) +
        50,
    ).map(lineOf)
    const leaves: Leaf[] = []
    for (let index = 0; index < VENUES; index += AT_ONCE)
      leaves.push(
        ...(await Promise.all(
          Array.from({ length: AT_ONCE }, (_, each) =>
            connectLeaf(core, tenantId, `venue-${index + each}`),
          ),
        )),
      )
    const figures: Figure[] = []
    let kept = 0
    let bends: number | null = null
    for (const rate of RATES) {
      const step = await runStep({ core, owner, leaves, lines, rate })
      figures.push(...step.figures)
      console.log(
        step.figures.map(({ name, runs }) => `${name} ${Math.round(runs[0] ?? 0)}`).join("; "),
      )
      if (step.behindMs <= BENDS_MS && bends === null) kept = rate
      else bends ??= rate
      if (step.behindMs > TOO_LATE_MS) break
    }
    console.log(sayBend(kept, bends))
    figures.push(...(await sizes(owner)))
    for (const leaf of leaves) leaf.close()
    return figures
  } finally {
    await owner.end()
    await core.stop()
  }
}

const sayBend = (kept: number, bends: number | null): string =>
  bends === null
    ? `it does not bend up to ${kept} lines a second`
    : `it bends between ${kept} and ${bends} lines a second: there one line of a hundred is stored ` +
      `more than ${BENDS_MS / 1_000} s after it was made`

async function connectLeaf(core: TestCore, tenantId: string, name: string): Promise<Leaf> {
  const token = await core.tokenFor(name, tenantId)
  const answer = await core.ask("GET", "/api/venue", { token })
  const { hub } = v.parse(BackedUpVenue, await answer.json())
  const log = new DamagedLog([])
  let tell = () => {}
  // The Leaf's own; the hub ends each connection after two minutes, and it comes back.
  const uplink = LedgerUplink.start({
    log,
    last: () => log.counted,
    subscribe(listener) {
      tell = listener
      return () => {}
    },
    openHub: () => openHubLog(hub, { url: core.url, token }),
    now: Date.now,
    patienceMs: () => 100,
    onError: () => {},
  })
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(
    `${core.url.replace("http", "ws")}/sync`,
    "tournament/night",
    doc,
    { params: { token }, disableBc: true },
  )
  const players = Array.from({ length: 127 }, (_, index) => ({
    playerId: `p${index}`,
    name: `Player ${index}`,
    details: null,
  }))
  await core.ask("POST", "/api/venue/players", { token, body: { players } })
  return {
    name,
    log,
    madeAt: [],
    tell,
    document: doc.getMap("load"),
    close() {
      provider.destroy()
      // Its awareness looks out for silent peers until then, and the bench would never end.
      doc.destroy()
      void uplink.close()
    },
  }
}

type Step = { core: TestCore; owner: Pool; leaves: Leaf[]; lines: LogLine[]; rate: number }

/** One rate, for a while; then how far behind what is in Postgres is. */
async function runStep({ core, owner, leaves, lines, rate }: Step) {
  const startedAt = performance.now()
  const before = { taken: await taken(owner), seconds: processorSeconds(core) }
  const watching = watchLag(owner, leaves)
  let made = 0
  while (performance.now() - startedAt < STEP_MS) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * rate)
    for (; made < due; made++) {
      const leaf = leaves[made % VENUES]
      const line = leaf && lines[leaf.madeAt.length]
      if (!leaf || !line) continue
      void leaf.log.append([line])
      leaf.madeAt.push(performance.now())
      // About every line comes with a change on the floor.
      leaf.document.set(`entry/${made % 127}`, made)
      leaf.tell()
    }
    await wait(1_000 / TICKS_PER_SECOND)
  }
  const after = { taken: await taken(owner), seconds: processorSeconds(core) }
  const seconds = (performance.now() - startedAt) / 1_000
  const lags = await watching.stop()
  const behindMs = at(lags, 0.99)
  const name = `${rate} lines a second`
  const share = (part: keyof typeof after.seconds) =>
    ((after.seconds[part] - before.seconds[part]) / seconds) * 100
  const figures: Figure[] = [
    {
      name: `${name}: taken in`,
      unit: "per second",
      runs: [(after.taken - before.taken) / seconds],
    },
    { name: `${name}: until in Postgres, p50`, unit: "ms", runs: [at(lags, 0.5)] },
    { name: `${name}: until in Postgres, p99`, unit: "ms", runs: [at(lags, 0.99)] },
    { name: `${name}: processor of Core`, unit: "%", runs: [share("core")] },
    { name: `${name}: processor of nats-server`, unit: "%", runs: [share("nats")] },
    { name: `${name}: processor of Postgres`, unit: "%", runs: [share("postgres")] },
    { name: `${name}: memory of Core`, unit: "MB", runs: [residentMb(idsOf(core).core)] },
    { name: `${name}: memory of nats-server`, unit: "MB", runs: [residentMb(idsOf(core).nats)] },
  ]
  return { figures, behindMs }
}

const at = (sorted: readonly number[], share: number): number => {
  const all = sorted.toSorted((a, b) => a - b)
  return all[Math.floor(all.length * share)] ?? 0
}

/** Looks at how old the oldest line is that each venue has made and Postgres has not. */
function watchLag(owner: Pool, leaves: readonly Leaf[]) {
  const lags: number[] = []
  const seen = new Map(leaves.map((leaf) => [leaf.name, leaf.madeAt.length]))
  let isOver = false
  const look = async () => {
    while (!isOver) {
      const { rows } = await owner.query<{ venue_id: string; sequence: string }>(
        "select venue_id, sequence from ledger_head",
      )
      const now = performance.now()
      const heads = new Map(rows.map((row) => [row.venue_id, Number(row.sequence)]))
      for (const { name, madeAt } of leaves) {
        const there = heads.get(name) ?? 0
        for (let line = seen.get(name) ?? 0; line < there; line++)
          lags.push(now - (madeAt[line] ?? now))
        seen.set(name, Math.max(there, seen.get(name) ?? 0))
      }
      await wait(20)
    }
    // What has not come at all yet is at least so old.
    for (const { name, madeAt } of leaves)
      for (let line = seen.get(name) ?? 0; line < madeAt.length; line++)
        lags.push(performance.now() - (madeAt[line] ?? 0))
  }
  const looking = look()
  return {
    async stop() {
      isOver = true
      await looking
      return lags
    },
  }
}

async function taken(owner: Pool): Promise<number> {
  const { rows } = await owner.query<{ lines: number }>(
    "select coalesce(sum(sequence), 0)::int as lines from ledger_head",
  )
  return rows[0]?.lines ?? 0
}

/** What the lines weigh: in Postgres with all that is kept of them, and in the hub. */
async function sizes(owner: Pool): Promise<Figure[]> {
  const { rows } = await owner.query<{ name: string; bytes: number; rows: number }>(
    `select relname as name, pg_total_relation_size(oid)::float8 as bytes
       from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and pg_total_relation_size(oid) > 200000 order by 2 desc`,
  )
  const lines = await taken(owner)
  return rows.map(({ name, bytes }) => ({
    name: `${name}: of each line`,
    unit: "bytes",
    runs: [bytes / lines],
  }))
}

const idsOf = (core: TestCore) => ({
  core: core.processId(),
  nats: core.natsProcessId(),
  postgres: Number(readFileSync(`${core.data}/cluster/postmaster.pid`, "utf8").split("\n")[0]),
})

/** What each part has used of the processors so far; Postgres with all that it has started. */
function processorSeconds(core: TestCore) {
  const { core: own, nats, postgres } = idsOf(core)
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(postgres)], {
    encoding: "utf8",
  })
  const backends = children.trim().split(/\s+/).map(Number)
  return {
    core: secondsOf(own),
    nats: secondsOf(nats),
    postgres: [postgres, ...backends].reduce((sum, each) => sum + secondsOf(each), 0),
  }
}

/** Of a process: user and system time, in hundredths of a second as Linux counts them. */
function secondsOf(processId: number): number {
  try {
    const fields = readFileSync(`/proc/${processId}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    // A backend that has ended meanwhile.
    return 0
  }
}

function residentMb(processId: number): number {
  const [, kilobytes = "0"] =
    /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${processId}/status`, "utf8")) ?? []
  return Number(kilobytes) / 1_024
}
