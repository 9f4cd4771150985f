import { spawn } from "node:child_process"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { backup, backupAs, makeKey } from "../../cli/backup.ts"
import { LeafClient } from "../../cli/leaf-client.ts"
import { openLedgerAtHand } from "../../cli/ledger-at-hand.ts"
import { rehearse } from "../../cli/rehearse.ts"
import { restoreFromFile } from "../../cli/restore-file.ts"
import { readBackupState } from "../../leaf/backup-state.ts"
import { checkBackup } from "../../leaf/backup/file.ts"
import { readBackupKey } from "../../leaf/backup/key.ts"
import { makeBackup } from "../../leaf/backup/make.ts"
import { fieldsOf as fieldsFor } from "../../domain/library-items.ts"
import { changesSince, newDocument, write } from "../../library/document.ts"
import { lockDataFolder } from "../../leaf/data-folder.ts"
import { readOrMakeIdentity } from "../../leaf/identity.ts"
import type { Leaf } from "../../leaf/leaf.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import {
  DeviceId,
  DisplayId,
  EntryId,
  LibraryItemId,
  PlayerId,
  TournamentId,
} from "../../schemas/ids.ts"
import type { IntentOf } from "../../schemas/intent.ts"
import { CONSENT_VERSION } from "../../schemas/player.ts"
import { millis } from "../../schemas/units.ts"
import { temporaryFolder } from "../support/folder.ts"
import { buyIns, intent } from "../support/intents.ts"
import { PIN } from "../support/leaf.ts"
import { counter, STRUCTURE } from "../support/library.ts"
import { linesOf, witnessText } from "../support/ledger-lines.ts"
import { natsServerPath } from "../support/nats.ts"
import { openOwnLeaf } from "../support/own-leaf.ts"
import { pngOf } from "../support/pictures.ts"
import { failureOf, filesWith } from "../support/stored-bytes.ts"
import { until } from "../support/until.ts"

const FELT = fileURLToPath(new URL("../../cli/felt.ts", import.meta.url))
const NAME = "Unmistakable Ann"
const NICKNAME = "Unmistakable nick"
const LEAVER = "Unmistakable Floor"
const EMAIL = "unmistakable@ann.example"
const SEAT = { table: "table-001", seat: 1 }
const ann = v.parse(PlayerId, "p-ann")
const bo = v.parse(PlayerId, "p-bo")
const t1 = v.parse(TournamentId, "t1")

const own = await openOwnLeaf()
const { data, leaf, url } = own
const lock = lockDataFolder(data)
const { file: keyFile } = await makeKey({ data })
const key = await readBackupKey(keyFile)
await leaf.sessions.addStaff(PIN, "administrator")
const client = new LeafClient(url)
const { staffId, token: staffToken } = await client.signIn(PIN)
const { picture, screenToken, leaver } = await furnish()

const usb = temporaryFolder()
const makeOne = (to = usb) => backup({ data, to, sameDisk: true })
const restoreTo = (folder: string, from: string) =>
  restoreFromFile({ data: folder, from, key: keyFile, withoutCore: false })

test.after(async () => {
  await own.http.close()
  await leaf.disconnect()
  await leaf.close()
  lock.release()
})

/** Something of everything that a new Leaf needs. */
async function furnish() {
  await client.record([intent("open-tournament"), ...buyIns(20)])
  await leaf.players.keep([{ playerId: ann, name: NAME }])
  const consent = { version: CONSENT_VERSION, purposes: ["reach" as const], at: leaf.now() }
  await leaf.players.keepDetails(ann, { consent, contact: { email: EMAIL } })
  await leaf.registrations.write(t1, ann, [["nickname", NICKNAME]])
  await leaf.registrations.write(t1, bo, [["nickname", "Former nick"]])
  await leaf.registrations.write(t1, bo, [["nickname", "Later nick"]])
  const taken = await leaf.pictures.keep(pngOf(10, 10))
  if (taken.kind !== "taken") throw new Error(taken.sentence)
  const item = write(newDocument(), fieldsFor(STRUCTURE, counter()), {
    by: staffId,
    on: v.parse(DeviceId, "tablet"),
    act: "make",
    at: leaf.now(),
  })
  await leaf.library.take(v.parse(LibraryItemId, "s1"), changesSince(item, []), {
    by: staffId,
    have: [],
  })
  const hall = await client.openRoom(venueRoom(leaf.identity.venueId))
  hall.registers.set("display/main", { tournamentId: "t1" })
  await hall.safe()
  hall.close()
  const floor = await client.openRoom(tournamentRoom(t1))
  floor.registers.set("entry/e1/seat", SEAT)
  await floor.safe()
  floor.close()
  await until("the acts are noted", () => leaf.actionLog.last === 2)
  const left = await leaf.sessions.staff.add({ name: LEAVER, role: "floor", pin: "271828" })
  if (!("member" in left)) throw new Error(left.refused)
  await leaf.claims.codeFor({ tournamentId: t1, playerId: ann }, false)
  const ofScreen = await leaf.sessions.issueDisplay(v.parse(DisplayId, "main"))
  return { picture: taken.id, screenToken: ofScreen, leaver: left.member.staffId }
}

/** Each a new entry. */
const apart = (name: string) => (each: IntentOf<"buy-in">, index: number) => ({
  ...each,
  entryId: v.parse(EntryId, `${name}${index}`),
})

/** What of a Leaf must be the same after a backup was brought back. */
async function rememberedBy({
  registrations,
  players,
  pictures,
  claims,
  actionLog,
  sessions,
  library,
}: Leaf) {
  return {
    players: players.all(),
    details: await players.details(ann),
    registration: (await registrations.of(t1)).get(ann),
    picture: (await pictures.find(picture))?.bytes,
    library: await library.list(),
    screen: await sessions.find(screenToken),
    code: (await claims.codeFor({ tournamentId: t1, playerId: ann }, false)).code,
    acts: (await actionLog.page(null, null, 50)).lines.map(({ number: _number, ...line }) => line),
    staff: await sessions.staff.all(),
  }
}

test("a backup that is made while the Leaf writes brings back what it had, line for line", async () => {
  let isDone = false
  let written = 0
  const writing = (async () => {
    for (; !isDone; written++) {
      await client.record(buyIns(1, { playerId: `w${written}`, entryId: `w${written}` }))
      await leaf.registrations.write(t1, bo, [["lateMinutes", written % 600]])
    }
  })()
  await until("it writes", () => written > 2)
  const made = await makeOne()
  isDone = true
  await writing
  const entries = await client.ledger(0)
  assert.is(made.headHash, entries[made.lastSequence - 1]?.hash)
  assert.ok(made.lastSequence < entries.length, "it went on meanwhile")
  assert.equal(readdirSync(usb), [made.file.slice(usb.length + 1)])
  assert.is(
    (await readBackupState(data)).lastGoodAt,
    JSON.parse(readFileSync(`${data}/backups.json`, "utf8")).lastGood.at,
  )

  const folder = temporaryFolder()
  const restored = await restoreTo(folder, made.file)
  assert.equal([restored.lastSequence, restored.headHash], [made.lastSequence, made.headHash])
  assert.equal(
    readFileSync(`${folder}/backup.key`),
    readFileSync(keyFile),
    "it goes on with its key",
  )
  const before = await rememberedBy(leaf)
  const second = await openOwnLeaf({ data: folder })
  assert.ok((await second.leaf.readiness()).ready)
  assert.equal(await rememberedBy(second.leaf), before)
  assert.equal(before.picture, new Uint8Array(pngOf(10, 10)))
  assert.equal(
    [before.acts.length, before.library.items.length, before.screen?.kind],
    [2, 1, "display"],
  )
  assert.is(await second.leaf.sessions.find(staffToken), null, "who was signed in signs in again")
  const there = new LeafClient(second.url)
  await there.signIn(PIN)
  assert.equal(await there.ledger(0), entries.slice(0, made.lastSequence))
  const floor = await there.openRoom(tournamentRoom(t1))
  assert.equal(floor.registers.get("entry/e1/seat"), SEAT)
  floor.close()
  await second.http.close()
  await second.leaf.disconnect()
  await second.leaf.close()
})

test("a witness on another disk that outlived the Leaf gives the lines that the backup lacks; another venue's is left as it is", async () => {
  const made = await makeOne()
  await client.record(buyIns(2, { playerId: "beyond" }).map(apart("beyond")))
  const lines = await client.ledger(0)
  const witness = `${temporaryFolder()}/ledger.jsonl`
  copyFileSync(`${data}/witness/ledger.jsonl`, witness)
  process.env["FELT_WITNESS"] = witness
  const folder = temporaryFolder()
  const restored = await restoreTo(folder, made.file)
  assert.equal([restored.lastSequence, restored.headHash], [lines.length, lines.at(-1)?.hash])
  assert.ok(restored.lastSequence > made.lastSequence)
  const [other, empty] = [linesOf([intent("open-tournament")]), temporaryFolder()]
  writeFileSync(witness, witnessText(other))
  const { message } = await failureOf(restoreTo(empty, made.file))
  assert.match(message, /^The ledger and its backup differ from line 1: /)
  delete process.env["FELT_WITNESS"]
  assert.is(readFileSync(witness, "utf8"), witnessText(other))
  assert.not.ok(existsSync(`${empty}/restored.part`) || existsSync(`${empty}/identity.json`))
})

test("a rehearsal starts a real Leaf beside the one that runs, says how far that is ahead, and leaves nothing", async () => {
  const made = await makeOne()
  await client.record(buyIns(3, { playerId: "later" }).map(apart("later")))
  const rehearsal = await rehearse({ data, from: made.file, key: keyFile, withoutCore: false })
  assert.ok(rehearsal.ok && rehearsal.ready && rehearsal.verified, JSON.stringify(rehearsal))
  assert.equal([rehearsal.lastSequence, rehearsal.leafIsAhead], [made.lastSequence, 3])
  assert.not.ok(existsSync(`${data}/backup-scratch/leaf`))
})

test("a backup that is killed half-way has no backup's name; the next one works and clears up after it", async () => {
  const to = temporaryFolder()
  const child = spawn(process.execPath, [FELT, "backup", "--same-disk", "--data", data, "--to", to])
  const scratchPid = `${data}/backup-scratch/leaf/nats/nats.pid`
  await until(
    "it tries what it wrote",
    () => existsSync(scratchPid) && readFileSync(scratchPid, "utf8").trim() !== "",
    30_000,
  )
  const orphan = Number(readFileSync(scratchPid, "utf8").trim())
  child.kill("SIGKILL")
  await new Promise((resolve) => child.once("close", resolve))
  assert.equal(
    readdirSync(to).map((name) => name.split(".").slice(1).join(".")),
    ["feltbackup.part"],
  )
  const made = await makeOne(to)
  assert.equal(readdirSync(to), [made.file.slice(to.length + 1)])
  const command = `/proc/${orphan}/cmdline`
  // Of a process that has ended and that nobody has asked about, the system keeps an empty one.
  const isLeft = existsSync(command) && readFileSync(command, "utf8").includes(data)
  assert.not.ok(isLeft, "no server is left on what it tried")
})

/** All that is in a backup, as text. */
async function contentOf(file: string): Promise<string> {
  let all = ""
  await checkBackup(file, key, (record) => {
    all += JSON.stringify(record)
    if ("data" in record) all += Buffer.from(record.data, "base64").toString("latin1")
  })
  return all
}

/** As the timer did a day ago: of one day only the newest is kept. */
async function makeYesterdays(to: string) {
  const { connection, close } = await openLedgerAtHand(data)
  const at = millis(leaf.now() - 24 * 60 * 60_000)
  const natsServer = natsServerPath()
  const made = await makeBackup({ data, connection, natsServer, to, key, at, onProgress: () => {} })
  await close()
  return made
}

test("who was erased is in no new backup, goes out of the older ones beside it, and does not come back out of any other", async () => {
  const to = temporaryFolder()
  const old = await makeYesterdays(to)
  const personal = [NAME, NICKNAME, EMAIL, LEAVER]
  const before = await contentOf(old.path)
  for (const each of personal) assert.ok(before.includes(each), `${each} was in it`)
  assert.ok(before.includes("Later nick") && !before.includes("Former nick"), "what was replaced")
  // On another disk that no backup comes to any more.
  const elsewhere = temporaryFolder()
  const forgotten = `${elsewhere}/${old.path.slice(to.length + 1)}`
  copyFileSync(old.path, forgotten)
  await leaf.erasePlayer(ann)
  await leaf.sessions.staff.deactivate(leaver)
  await leaf.sessions.staff.erase(leaver)
  const made = await makeOne(to)
  assert.equal(made.rewritten, [old.path])
  for (const file of [old.path, made.file])
    for (const each of personal) assert.not.ok((await contentOf(file)).includes(each), each)
  const result = await checkBackup(old.path, key)
  assert.equal(
    [result.manifest.ledger.headHash, result.manifest.erased],
    [old.manifest.ledger.headHash, [ann]],
  )

  // What the forgotten one brings back alone is what makes the next check one that could fail.
  const alone = temporaryFolder()
  assert.is((await restoreTo(alone, forgotten)).erasedSince, 0)
  assert.ok(filesWith(NAME, `${alone}/**`).length > 0)
  copyFileSync(made.file, `${elsewhere}/${made.file.slice(to.length + 1)}`)
  const folder = temporaryFolder()
  assert.is((await restoreTo(folder, forgotten)).erasedSince, 1)
  for (const each of personal) assert.equal(filesWith(each, `${folder}/**`), [], each)
})

test("files that a wrong clock has called newer do not push out the new one; what this key does not open is told", async () => {
  const to = temporaryFolder()
  const { venueId } = leaf.identity
  for (let month = 0; month < 14; month++)
    for (const day of ["03", "13", "23"])
      writeFileSync(`${to}/felt-${venueId}-${2050 + month}01${day}T060000000Z.feltbackup`, "?")
  const made = await makeOne(to)
  assert.ok(existsSync(made.file))
  assert.ok(made.dropped.length > 0 && made.unreached.length > 0)
  assert.match(
    (await readBackupState(data)).lastProblem ?? "",
    /^Older backups have another key or are damaged/,
  )
})

const sentence = async (work: Promise<unknown>) => {
  const { message } = await failureOf(work)
  assert.match(message, /^[^\n]+\.$/, "one sentence")
  return message
}

test("what cannot be done is said in one sentence, noted for the Leaf, and leaves no file", async () => {
  const to = temporaryFolder()
  assert.match(
    await sentence(backup({ data, to: `${to}/none`, sameDisk: true })),
    /There is no folder .*: plug in the disk/,
  )
  assert.match(
    await sentence(backup({ data, to, sameDisk: false })),
    /is on this box's own disk: plug in/,
  )
  assert.match(
    await sentence(backup({ data, to, key: `${to}/no.key`, sameDisk: true })),
    /There is no key for backups at/,
  )
  // A folder in which nobody may make a file, root included.
  assert.match(
    await sentence(backup({ data, to: "/proc/self", sameDisk: true })),
    /cannot be written into \/proc\/self/,
  )
  assert.match((await readBackupState(data)).lastProblem ?? "", /cannot be written into/)
  const { lastGoodAt } = await readBackupState(data)
  assert.ok(lastGoodAt, "the last good one stays known")
  // The system lets this process write no file of more than a kilobyte, as a disk that is full would.
  const full = spawn(
    "sh",
    [
      "-c",
      'ulimit -f 1; exec "$0" "$@"',
      process.execPath,
      FELT,
      "backup",
      "--same-disk",
      "--data",
      data,
      "--to",
      to,
    ],
    {
      env: { ...process.env, NODE_COMPILE_CACHE: undefined },
    },
  )
  const [words, code] = await Promise.all([
    text(full.stderr),
    new Promise((resolve) => full.once("close", resolve)),
  ])
  assert.equal(
    [code, words],
    [2, `The backup does not fit into ${to}: make room there, or take a larger disk.\n`],
  )
  // What cannot be tried is no backup.
  const server = natsServerPath()
  process.env["FELT_NATS_SERVER"] = "/bin/false"
  const untried = await sentence(makeOne(to))
  process.env["FELT_NATS_SERVER"] = server
  assert.match(untried, /no nats-server at/)
  assert.equal(readdirSync(to), [])
})

test("what cannot be restored is said in one sentence, and nothing is written", async () => {
  const to = temporaryFolder()
  const { file } = await makeOne(to)
  const bytes = readFileSync(file)
  const cut = `${to}/cut.feltbackup`
  writeFileSync(cut, bytes.subarray(0, bytes.length - 20))
  await makeKey({ data, key: `${to}/other.key` })
  const folder = temporaryFolder()
  const restore = (from: string, with_ = keyFile) =>
    sentence(restoreFromFile({ data: folder, from, key: with_, withoutCore: false }))
  assert.match(await restore(cut), /is damaged or was cut off: nothing was restored/)
  assert.match(await restore(file, `${to}/other.key`), /The key is not that of the backup/)
  assert.match(await restore(keyFile), /is no backup of Felt's/)
  assert.match(await restore(`${to}/none`), /There is no backup/)
  assert.equal(readdirSync(folder), [])
  // As a cut leaves it: no new venue begins there, and the next try begins anew.
  const half = temporaryFolder()
  for (const name of ["restored.part/nats", "nats/store"])
    mkdirSync(`${half}/${name}`, { recursive: true })
  assert.match(await sentence(readOrMakeIdentity(half)), /identity\.json is gone/)
  rmSync(`${half}/nats`, { recursive: true })
  assert.match(await sentence(readOrMakeIdentity(half)), /that was cut off: run felt restore again/)
  assert.is((await restoreTo(half, file)).venueId, leaf.identity.venueId)
  assert.not.ok(existsSync(`${half}/restored.part`))
  mkdirSync(`${folder}/photos`)
  assert.match(await restore(file), /is not empty \(photos is there\)/)
  assert.match(await sentence(restoreTo(data, file)), /Another Leaf holds the data folder/)
  writeFileSync(`${folder}/identity.json`, JSON.stringify({ venueId: "another", pepper: "" }))
  const elsewhere = rehearse({ data: folder, from: file, key: keyFile, withoutCore: false })
  assert.match(await sentence(elsewhere), /The backup is of the venue .*, and .* is another's/)
})

test("a backup by a name of one's own is that file and nothing beside it; a name that is taken is refused", async () => {
  const folder = temporaryFolder()
  const file = `${folder}/tonight.felt`
  const made = await backupAs(file, { data, sameDisk: false })
  assert.is(made.file, file)
  assert.equal(readdirSync(folder), ["tonight.felt"])
  assert.match((await failureOf(backupAs(file, { data, sameDisk: false }))).message, /already/)
  assert.equal(readdirSync(folder), ["tonight.felt"])
})

test.run()
