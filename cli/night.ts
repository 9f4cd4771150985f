import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import process from "node:process"
import { isDeepStrictEqual } from "node:util"
import * as v from "valibot"
import { reconcile, type Reconciliation } from "../domain/account.ts"
import { places } from "../domain/entries.ts"
import { formatCents } from "../domain/money.ts"
import { seededRandom } from "../domain/random.ts"
import { builtInStructures } from "../domain/structure.ts"
import { Terms } from "../schemas/terms.ts"
import { cents, millis } from "../schemas/units.ts"
import { freePort } from "../program/free-port.ts"
import { readIdentity } from "../leaf/identity.ts"
import { InputError } from "./input-error.ts"
import { LeafClient } from "./leaf-client.ts"
import { Chaos, processIdsOf } from "./night/chaos.ts"
import { Night } from "./night/night.ts"
import { readPlayersFile } from "./night/players-file.ts"
import { durationMs, playNight } from "./night/script.ts"
import { Supervisor } from "./supervisor.ts"

/** EUR 55 of which 10 % is the fee; rebuys and add-ons go to the pool whole. */
export const DEMO_TERMS = v.parse(Terms, {
  currency: "EUR",
  buyIn: { priceCents: 5_500, feeBasisPoints: 1_000 },
  rebuy: { priceCents: 5_000, feeBasisPoints: 0 },
  addOn: { priceCents: 5_000, feeBasisPoints: 0 },
})

const EXIT_INTERRUPTED = 130

export type NightCommand = {
  /** The player list, CSV. */
  file: string
  url: string
  pin: string | undefined
  data: string
  chaos: boolean
  seed: string | undefined
}

export type NightResult = {
  tournamentId: string
  seed: string
  players: number
  counts: { entries: number; rebuys: number; addOns: number; payouts: number }
  tableBreaks: number
  poolCents: number
  feeCents: number
  prizes: { place: number; player: string; prizeCents: number }[]
  reconciliation: Reconciliation
  /** What was answered is in the ledger, once and in order. */
  answersKept: boolean
  /** A device that has just come in sees the floor as it was left. */
  floorKept: boolean
  kills: number
  ok: boolean
}

/**
 * Plays a whole tournament against a Leaf through its public surfaces. Where no Leaf answers, one
 * is started for the occasion in a folder of its own.
 * @throws InputError where the list, the PIN or the address is wrong
 */
export async function playNightCommand(command: NightCommand): Promise<NightResult> {
  const names = readPlayersFile(command.file)
  const seed = command.seed ?? randomBytes(6).toString("hex")
  const venue = await findVenue(command)
  try {
    const client = new LeafClient(venue.url)
    const { staffId } = await client.signIn(venue.pin)
    const chaos = command.chaos ? await prepareChaos(client, venue.data, seed) : null
    const structure = builtInStructures[0]
    if (!structure) throw new Error("Broken assumption: there is a built-in structure.")
    const night = await Night.open({
      client,
      staffId,
      name: "Demo Night",
      names,
      structure,
      terms: DEMO_TERMS,
      seed,
      startedAt: millis(Date.now() - durationMs(structure)),
      stopAtLevel: null,
      now: () => millis(Date.now()),
      onProgress: progress,
      beforeLevel: async (level) => chaos?.beforeLevel(level),
    })
    try {
      await playNight(night)
      await chaos?.settled()
      const result = await judge(night, names.length, chaos?.kills ?? 0)
      print(result)
      return result
    } finally {
      night.close()
    }
  } finally {
    await venue.leave()
  }
}

/** @throws InputError where the data folder is not the one of the Leaf that is played against */
async function prepareChaos(client: LeafClient, data: string, seed: string): Promise<Chaos> {
  const identity = await readIdentity(data)
  if (!identity || identity.venueId !== (await client.venue()).venueId)
    throw new InputError(`${data} is not that Leaf's data folder. Name it with --data.`)
  return new Chaos(processIdsOf(data), seededRandom(`${seed}/chaos`))
}

type VenueAtHand = { url: string; pin: string; data: string; leave: () => Promise<void> }

async function findVenue({ url, pin, data }: NightCommand): Promise<VenueAtHand> {
  if (await new LeafClient(url).isThere()) {
    if (!pin) throw new InputError(`A Leaf answers at ${url}: name a PIN of its staff with --pin.`)
    return { url, pin, data: resolve(data), leave: () => Promise.resolve() }
  }
  progress(`no Leaf answers at ${url}: one is started for this night`)
  const folder = mkdtempSync(join(tmpdir(), "felt-night-"))
  const setupPin = String(100_000 + (randomBytes(4).readUInt32BE() % 900_000))
  const supervisor = new Supervisor(
    {
      ...process.env,
      FELT_DATA: folder,
      FELT_PORT: String(await freePort()),
      FELT_HOST: "127.0.0.1",
      FELT_SETUP_PIN: setupPin,
    },
    (code) => process.exit(code),
  )
  const leave = async () => {
    await supervisor.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void leave().then(() => process.exit(EXIT_INTERRUPTED)))
  let address = ""
  try {
    ;[address = ""] = await supervisor.start()
  } catch (error) {
    await leave()
    throw error
  }
  return {
    url: address,
    pin: setupPin,
    data: folder,
    leave,
  }
}

/** Holds what the Leaf says at the end against what it answered on the way. */
async function judge(night: Night, players: number, kills: number): Promise<NightResult> {
  const account = await night.account()
  const state = await night.stored()
  const entries = await night.options.client.ledger(0)
  const ours = entries.filter(({ intent }) => intent.tournamentId === night.tournamentId)
  const answersKept =
    ours.length === night.answers.length &&
    ours.every(({ intent, sequence }, index) => {
      const answer = night.answers[index]
      return answer?.id === intent.id && answer.seq === sequence
    })
  const floorKept = isDeepStrictEqual(state, night.read())
  const placed = new Map(
    [...places(state.entries)].map(([entryId, place]) => [place as number, entryId]),
  )
  const playerOf = new Map(state.entries.map(({ entryId, playerId }) => [entryId, playerId]))
  const nameOf = new Map(night.players.map(({ playerId, name }) => [playerId, name]))
  const reconciliation = reconcile(account, state.entries)
  const prizes = account.prizesCents.map((prizeCents, index) => {
    const entryId = placed.get(index + 1)
    const player = entryId ? playerOf.get(entryId) : undefined
    return { place: index + 1, player: (player && nameOf.get(player)) ?? "", prizeCents }
  })
  const isPaidOut = account.remainingCents === 0 && account.paidCents === account.poolCents
  return {
    tournamentId: night.tournamentId,
    seed: night.options.seed,
    players,
    counts: account.counts,
    tableBreaks: night.tableBreaks,
    poolCents: account.poolCents,
    feeCents: account.feeCents,
    prizes,
    reconciliation,
    answersKept,
    floorKept,
    kills,
    ok: reconciliation.balanced && isPaidOut && answersKept && floorKept,
  }
}

/** The result as people read it, on standard error; the JSON goes to standard output. */
function print(result: NightResult): void {
  const money = (amount: number) => formatCents(cents(amount), DEMO_TERMS.currency, "en-IE")
  const { counts } = result
  progress("")
  for (const { place, player, prizeCents } of result.prizes)
    progress(
      `${String(place).padStart(3)}.  ${player.padEnd(28)} ${money(prizeCents).padStart(12)}`,
    )
  const paid = result.prizes.reduce((sum, { prizeCents }) => sum + prizeCents, 0)
  progress("")
  progress(
    `${counts.entries} entries, ${counts.rebuys} rebuys, ${counts.addOns} add-ons, ` +
      `${result.tableBreaks} tables broken, ${result.kills} kills survived`,
  )
  progress(
    `pool ${money(result.poolCents)} = prizes ${money(paid)}; fee ${money(result.feeCents)}; ` +
      `seed ${result.seed}`,
  )
  progress(`reconciliation: ${result.ok ? "GREEN" : "RED"}`)
}

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
