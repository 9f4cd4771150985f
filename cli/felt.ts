import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { Command, CommanderError, Option } from "commander"
import { BrokenChain } from "../ledger/chain.ts"
import { LedgerInDoubt } from "../ledger/recover.ts"
import { StartRefused } from "../program/start-refused.ts"
import { InputError } from "./input-error.ts"
import { LeafRefused, LeafSilent } from "./leaf-client.ts"
import type { BoxFlags, PackFlags } from "./release.ts"
import { ReleaseNotReady } from "./release/not-ready.ts"
import { LeafEnded } from "./supervisor.ts"

/** What is wrong with what was asked: one line, and this status. */
const EXIT_WRONG_INPUT = 2
/** The answer is no: a ledger that does not verify, a night that does not reconcile. */
const EXIT_NOT_SOUND = 1
/** Felt itself went wrong. */
const EXIT_MISTAKE = 70
/** What the doctor found at the worst. */
const DOCTOR_EXITS = { ok: 0, warn: 1, bad: 2 }

const checkout = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")
const data = process.env["FELT_DATA"] ?? `${checkout}/.felt`
const port = process.env["FELT_PORT"] ?? "7070"

/** The Leaf of this machine: on a box, by the name that its certificate has. */
const leafUrl = process.env["FELT_URL"] ?? `http://localhost:${port}`

/** What `felt calc` knows; named here so that no other command has to load the rules. */
const RULES = ["icm", "chop", "payouts", "balance", "button", "draw", "race", "structure"] as const

/** The command line: JSON in on standard input, JSON out on standard output. */
function program(): Command {
  const felt = new Command("felt").description("Felt's command line.").exitOverride()
  for (const add of [
    addCalc,
    addLedger,
    addProjection,
    addNight,
    addUnlock,
    addBackup,
    addDoctor,
    addRestore,
    addCore,
    addBox,
    addRelease,
    addCertificate,
  ])
    add(felt)
  return felt
}

function addCalc(felt: Command): void {
  const calc = felt.command("calc").description("the rules, on JSON from standard input")
  for (const name of RULES)
    calc.command(name).action(async () => {
      const { calc: calculate } = await import("./calc.ts")
      print(calculate[name](parseJson(await text(process.stdin))))
    })
}

function addLedger(felt: Command): void {
  const ledger = felt.command("ledger").description("the ledger of a data folder")
  ledger
    .command("verify")
    .description("read the raw stream and check chain and balances")
    .option("--data <folder>", "the data folder", data)
    .action(async (options: { data: string }) => {
      const { verifyLedger } = await import("./ledger-verify.ts")
      const verification = await verifyLedger(options.data)
      print(verification)
      if (!verification.ok) process.exitCode = EXIT_NOT_SOUND
    })

  ledger
    .command("export")
    .description("write the raw stream's lines to standard output, and check the chain on the way")
    .option("--data <folder>", "the data folder", data)
    .addOption(new Option("--format <format>").choices(["csv", "json"]).makeOptionMandatory())
    .option("--tournament <id>", "only this one's lines")
    .action(async (options: { data: string; format: "csv" | "json"; tournament?: string }) => {
      const { exportLedger } = await import("./ledger-export.ts")
      const { data: folder, format, tournament } = options
      await exportLedger(folder, { format, tournament }, process.stdout)
    })

  ledger
    .command("accounts")
    .description("a tournament's accounts: who paid what, prizes, fees, conflicts, what remains")
    .requiredOption("--tournament <id>", "the tournament")
    .option("--data <folder>", "the data folder", data)
    .option("--time-zone <zone>", "where the venue is, such as Europe/Copenhagen", ownZone())
    .addOption(new Option("--format <format>").choices(["text", "json"]).default("text"))
    .action(async (options: AccountsFlags) => {
      const { ledgerAccounts } = await import("./ledger-accounts.ts")
      const { accountsText } = await import("./accounts-text.ts")
      const report = await ledgerAccounts(options.data, options)
      if (options.format === "json") print(report)
      else process.stdout.write(accountsText(report))
    })
}

function addProjection(felt: Command): void {
  const projection = felt.command("projection").description("the SQL projection of the ledger")
  projection
    .command("rebuild")
    .description("throw it away and fill it again from the log")
    .option("--data <folder>", "the data folder", data)
    .action(async (options: { data: string }) => {
      const { rebuildProjection } = await import("./projection-rebuild.ts")
      print(await rebuildProjection(options.data))
    })
}

function addNight(felt: Command): void {
  felt
    .command("night")
    .description("play a whole tournament against a running Leaf, or one of its own")
    .argument("<players.csv>", 'the player list: CSV with a column "name"')
    .option("--url <address>", "the Leaf", `http://localhost:${port}`)
    .option("--pin <digits>", "a PIN of its staff", process.env["FELT_SETUP_PIN"])
    .option("--data <folder>", "the running Leaf's data folder, for --chaos", data)
    .option("--chaos", "kill the Leaf several times on the way", false)
    .option("--seed <text>", "play the same night again")
    .action(async (file: string, options: NightFlags) => {
      const { playNightCommand } = await import("./night.ts")
      const { pin, seed, ...rest } = options
      const result = await playNightCommand({ file, pin, seed, ...rest })
      print(result)
      if (!result.ok) process.exitCode = EXIT_NOT_SOUND
    })
}

function addBackup(felt: Command): void {
  const backup = felt
    .command("backup")
    .description("backups of a data folder to another disk, whether a Leaf runs on it or not")
  backup
    .command("make", { isDefault: true })
    .description("make one, and find it good by restoring it")
    .argument("[file]", "what it is called, where it is none of a folder's")
    .option("--to <folder>", "where it goes (FELT_BACKUP_TO)")
    .option("--key <file>", "the key (FELT_BACKUP_KEY; else backup.key in the data folder)")
    .option("--same-disk", "although that is no other disk than the Leaf's", false)
    .option("--data <folder>", "the data folder", data)
    .action(async (file: string | undefined, options: BackupFlags) => {
      const { backup: make, backupAs } = await import("./backup.ts")
      print(await (file === undefined ? make(options) : backupAs(file, options)))
    })
  backup
    .command("key")
    .description("make the key, and print once the line to keep elsewhere")
    .option("--key <file>", "where it is kept (FELT_BACKUP_KEY; else in the data folder)")
    .option("--data <folder>", "the data folder", data)
    .action(async (options: { data: string; key?: string }) => {
      print(await (await import("./backup.ts")).makeKey(options))
    })
}

type BackupFlags = { data: string; to?: string; key?: string; sameDisk: boolean }

type RestoreFlags = {
  data: string
  fromCore: boolean
  from?: string
  key?: string
  rehearse: boolean
  withoutCore: boolean
}

function addRestore(felt: Command): void {
  felt
    .command("restore")
    .description("bring a venue back into a data folder, on which no Leaf is running")
    .argument("[file]", "all of it from this backup, into an empty folder")
    .option("--from <file>", "the same")
    .option("--from-core", "what the ledger lacks from FELT_CORE_URL, with FELT_CORE_TOKEN", false)
    .option("--key <file>", "the backup's key (FELT_BACKUP_KEY; else in the data folder)")
    .option("--rehearse", "only try it, in a folder of its own, with a real Leaf", false)
    .option("--without-core", "although Core does not say who was erased", false)
    .option("--data <folder>", "the data folder", data)
    .action(async (file: string | undefined, options: RestoreFlags) => {
      const isGood = await restore(file === undefined ? options : { ...options, from: file })
      if (!isGood) process.exitCode = EXIT_NOT_SOUND
    })
}

/** @returns whether what was brought back is as it must be */
async function restore(options: RestoreFlags): Promise<boolean> {
  const { from, fromCore, rehearse: isRehearsal, ...rest } = options
  if ((from === undefined) !== fromCore)
    throw new InputError("Say from where: a backup's file, or --from-core.")
  if (from === undefined) {
    const { restoreFromCore } = await import("./restore.ts")
    const result = await restoreFromCore(options.data)
    print(result)
    return result.agrees
  }
  if (isRehearsal) {
    const { rehearse } = await import("./rehearse.ts")
    const result = await rehearse({ ...rest, from })
    print(result)
    return result.ok
  }
  const { restoreFromFile } = await import("./restore-file.ts")
  const result = await restoreFromFile({ ...rest, from })
  print(result)
  if (result.coreIsAhead)
    process.stderr.write(
      `Core has ${result.coreIsAhead} lines more than this backup. Before you start the Leaf: ` +
        "npm run -s felt -- restore --from-core.\n",
    )
  return true
}

function addDoctor(felt: Command): void {
  felt
    .command("doctor")
    .description("every check of the box, one line each with what to do; status 1 warns, 2 is bad")
    .option("--url <address>", "the Leaf; as its settings say where this is left out")
    .option("--data <folder>", "the data folder, for when no Leaf answers", data)
    .option("--json", "as JSON", false)
    .action(async (options: { url?: string; data: string; json: boolean }) => {
      const { diagnose, diagnosisText } = await import("./doctor.ts")
      const diagnosis = await diagnose(options.url ?? null, options.data, process.env)
      if (options.json) print(diagnosis)
      else process.stdout.write(diagnosisText(diagnosis))
      process.exitCode = DOCTOR_EXITS[diagnosis.level]
    })
}

function addUnlock(felt: Command): void {
  felt
    .command("unlock")
    .description("let devices that were locked by wrong PINs try again")
    .option("--data <folder>", "the data folder", data)
    .action(async (options: { data: string }) => {
      const { unlock } = await import("./unlock.ts")
      print(await unlock(options.data))
    })
}

function addBox(felt: Command): void {
  const box = () => import("./core-box.ts")
  const core = felt.command("core").description("how this Leaf comes to Core, from its next start")
  core
    .command("join")
    .description("join with the key that an owner has made for this venue")
    .argument("<url>", "Core's address")
    .argument("<key>", "what the owner was shown")
    .option("--data <folder>", "the Leaf's data folder", data)
    .action(async (url: string, key: string, options: { data: string }) => {
      print(await (await box()).joinCore(options.data, url, key))
    })
  core
    .command("use")
    .description("come with a token, read from standard input: a new box for a lost one")
    .argument("<url>", "Core's address")
    .option("--data <folder>", "the Leaf's data folder", data)
    .action(async (url: string, options: { data: string }) => {
      const token = (await text(process.stdin)).trim()
      print(await (await box()).useCore(options.data, url, token))
    })
  core
    .command("rotate")
    .description("change the token for a new one")
    .option("--data <folder>", "the Leaf's data folder", data)
    .action(async (options: { data: string }) => {
      print(await (await box()).rotateCore(options.data))
    })
  core
    .command("leave")
    .description("come to no Core any more")
    .option("--data <folder>", "the Leaf's data folder", data)
    .action(async (options: { data: string }) => print((await box()).leaveCore(options.data)))
}

function addRelease(felt: Command): void {
  const release = felt.command("release").description("releases for venues' boxes")
  release
    .command("pack")
    .description("make a signed archive of this checkout, with all that a box runs it with")
    .argument("<archive>", "where it is put")
    .requiredOption("--key <file>", "the private Ed25519 key that signs it, in PEM")
    .option("--modules <folder>", "where the packages for the box are", checkout)
    .option("--platform <name>", "what the box is", `${process.platform}-${process.arch}`)
    .option("--node <file>", "Node for the box", process.execPath)
    .option("--nats-server <file>", "nats-server for the box", process.env["FELT_NATS_SERVER"])
    .action(async (archive: string, options: PackFlags) => {
      print(await (await import("./release.ts")).pack(archive, options))
    })
  const onBox = (command: Command) =>
    command
      .option("--folder <folder>", "where releases lie on the box", "/opt/felt")
      .option("--url <address>", "the box's Leaf", leafUrl)
      .option("--restart <command>", "starts it anew", "systemctl restart felt-leaf.service")
      .option("--within <seconds>", "how soon it must be ready", "120")
  onBox(release.command("install"))
    .description("install a release, and go back by itself where it is not ready")
    .argument("<archive>", "what felt release pack has made")
    .option("--key <file>", "the public key that it is checked with", "/etc/felt/release.pub")
    .option("--now", "also while a tournament runs", false)
    .action(async (archive: string, options: BoxFlags & { key: string; now: boolean }) => {
      print(await (await import("./release.ts")).install(archive, options))
    })
  onBox(release.command("settle"))
    .description("end an update that was cut off: keep the new release, or go back")
    .action(async (options: BoxFlags) => {
      print(await (await import("./release.ts")).settle(options))
    })
}

function addCertificate(felt: Command): void {
  const commands = () => import("./certificate.ts")
  const several = (value: string, before: string[]): string[] => [...before, value]
  const certificate = felt.command("certificate").description("https in the room, without internet")
  certificate
    .command("make")
    .description(
      "make the venue's own authority and a certificate for its Leaf, from its next start",
    )
    .requiredOption("--name <name>", "by which devices reach it; may be repeated", several, [])
    .option("--address <address>", "at which devices reach it; may be repeated", several, [])
    .option("--replace", "in the place of the one that is there", false)
    .option("--data <folder>", "the Leaf's data folder", data)
    .action(async (options: CertificateFlags) => {
      const { name: names, address: addresses, replace } = options
      const { makeCertificate } = await commands()
      print(await makeCertificate(options.data, { names, addresses }, { replace }))
    })
  certificate
    .command("show")
    .description("for which names it is, until when, and the fingerprint that devices show")
    .option("--data <folder>", "the Leaf's data folder", data)
    .action(async (options: { data: string }) => {
      print(await (await commands()).showCertificate(options.data))
    })
}

type CertificateFlags = { name: string[]; address: string[]; replace: boolean; data: string }

function addCore(felt: Command): void {
  const admin = () => import("./core-admin.ts")
  const tenant = felt.command("tenant").description("who has venues at this Core")
  tenant
    .command("add")
    .description("add a tenant, with an invitation for its first owner")
    .argument("<name>", "what it is called")
    .option("--owner <name>", "the name its owner signs in with", "owner")
    .action(async (name: string, options: { owner: string }) => {
      print(await (await admin()).addTenant(name, options.owner))
    })
  tenant
    .command("list")
    .description("every tenant")
    .action(async () => print(await (await admin()).listTenants()))
  tenant
    .command("invite")
    .description("an invitation for somebody who is to sign in")
    .argument("<tenantId>")
    .argument("<name>", "the name to sign in with")
    .option("--role <role>", "owner or viewer", "viewer")
    .action(async (id: string, name: string, options: { role: string }) => {
      print(await (await admin()).inviteMember(id, name, options.role))
    })
  const venue = felt.command("venue").description("the venues of a tenant")
  venue
    .command("key")
    .description("a key with which a new venue's Leaf joins, once and within a day")
    .argument("<name>", "what the venue is called")
    .requiredOption("--tenant <tenantId>", "whose it is")
    .action(async (name: string, options: { tenant: string }) => {
      print(await (await admin()).issueKey(options.tenant, name))
    })
  venue
    .command("token")
    .description("give a venue's Leaf a new token for Core (FELT_CORE_TOKEN)")
    .argument("<venueId>", "what GET /api/venue of the Leaf says")
    .requiredOption("--tenant <tenantId>", "whose it is")
    .option("--revoke", "take it away instead", false)
    .action(async (id: string, options: { tenant: string; revoke: boolean }) => {
      print(await (await admin()).venueToken(options.tenant, id, options))
    })
}

type AccountsFlags = {
  tournament: string
  data: string
  timeZone: string
  format: "text" | "json"
}

const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

type NightFlags = { url: string; pin?: string; data: string; chaos: boolean; seed?: string }

function parseJson(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch (cause) {
    throw new InputError("Standard input is not JSON.", { cause })
  }
}

const print = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

try {
  await program().parseAsync()
} catch (error) {
  process.exitCode = EXIT_WRONG_INPUT
  // Commander has said itself what was wrong, or has shown its help.
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_WRONG_INPUT
  else if (isSaid(error)) process.stderr.write(`${error.message}\n`)
  else if (
    error instanceof BrokenChain ||
    error instanceof LedgerInDoubt ||
    error instanceof ReleaseNotReady
  ) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = EXIT_NOT_SOUND
  } else {
    // Neither the input nor the ledger is to blame, and nobody may read it as an answer.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(EXIT_MISTAKE)
  }
}

/** Errors that are a sentence for whoever typed the command. */
function isSaid(error: unknown): error is Error {
  return [InputError, LeafRefused, LeafSilent, LeafEnded, StartRefused].some(
    (kind) => error instanceof kind,
  )
}
