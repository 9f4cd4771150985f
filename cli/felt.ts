import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { Command, CommanderError, Option } from "commander"
import { BrokenChain } from "../ledger/chain.ts"
import { LedgerInDoubt } from "../ledger/recover.ts"
import { StartRefused } from "../program/start-refused.ts"
import { InputError } from "./input-error.ts"
import { LeafRefused, LeafSilent } from "./leaf-client.ts"
import { LeafEnded } from "./supervisor.ts"

/** What is wrong with what was asked: one line, and this status. */
const EXIT_WRONG_INPUT = 2
/** The answer is no: a ledger that does not verify, a night that does not reconcile. */
const EXIT_NOT_SOUND = 1
/** Felt itself went wrong. */
const EXIT_MISTAKE = 70

const data = process.env["FELT_DATA"] ?? fileURLToPath(new URL("../.felt", import.meta.url))
const port = process.env["FELT_PORT"] ?? "7070"

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
    addRestore,
    addCore,
    addBox,
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

function addRestore(felt: Command): void {
  felt
    .command("restore")
    .description("bring a venue's ledger back into a data folder, of which no Leaf is running")
    .requiredOption("--from-core", "from FELT_CORE_URL, with FELT_CORE_TOKEN")
    .option("--data <folder>", "the data folder", data)
    .action(async (options: { data: string }) => {
      const { restoreFromCore } = await import("./restore.ts")
      const result = await restoreFromCore(options.data)
      print(result)
      if (!result.agrees) process.exitCode = EXIT_NOT_SOUND
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
  else if (error instanceof BrokenChain || error instanceof LedgerInDoubt) {
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
