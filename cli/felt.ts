import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { Command, CommanderError } from "commander"
import { LedgerInDoubt } from "../ledger/recover.ts"
import { StartRefused } from "../leaf/config.ts"
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
  const calc = felt.command("calc").description("the rules, on JSON from standard input")
  for (const name of RULES)
    calc.command(name).action(async () => {
      const { calc: calculate } = await import("./calc.ts")
      print(calculate[name](parseJson(await text(process.stdin))))
    })

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

  const projection = felt.command("projection").description("the SQL projection of the ledger")
  projection
    .command("rebuild")
    .description("throw it away and fill it again from the log")
    .option("--data <folder>", "the data folder", data)
    .action(async (options: { data: string }) => {
      const { rebuildProjection } = await import("./projection-rebuild.ts")
      print(await rebuildProjection(options.data))
    })

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

  felt
    .command("unlock")
    .description("let devices that were locked by wrong PINs try again")
    .option("--data <folder>", "the data folder", data)
    .action(async (options: { data: string }) => {
      const { unlock } = await import("./unlock.ts")
      print(await unlock(options.data))
    })
  return felt
}

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
  else {
    // Neither the input nor the ledger is to blame, and nobody may read it as an answer.
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(EXIT_MISTAKE)
  }
}

/** Errors that are a sentence for whoever typed the command. */
function isSaid(error: unknown): error is Error {
  return [InputError, LeafRefused, LeafSilent, LeafEnded, StartRefused, LedgerInDoubt].some(
    (kind) => error instanceof kind,
  )
}
