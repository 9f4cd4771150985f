import { setTimeout as wait } from "node:timers/promises"
import { isDeepStrictEqual } from "node:util"
import * as v from "valibot"
import { accountOf, type TournamentAccount } from "../../domain/account.ts"
import type { Writes } from "../../domain/floor.ts"
import { uuidv7 } from "../../domain/ids.ts"
import { apply, type LedgerState, newLedger } from "../../domain/ledger.ts"
import { type Random, seededRandom } from "../../domain/random.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import { registrationRoom, tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { DeviceId, EntryId, PlayerId, type StaffId, TournamentId } from "../../schemas/ids.ts"
import { Intent } from "../../schemas/intent.ts"
import type { Player } from "../../schemas/player.ts"
import type { Structure } from "../../schemas/structure.ts"
import type { Terms } from "../../schemas/terms.ts"
import { millis, type Millis } from "../../schemas/units.ts"
import type { IntentAnswer } from "../../schemas/wire.ts"
import type { LeafClient, Room } from "../leaf-client.ts"

const STORED_WITHIN_MS = 10_000

export type NightOptions = {
  client: LeafClient
  staffId: StaffId
  name: string
  names: readonly string[]
  structure: Structure
  terms: Terms
  /** Everything that is drawn and every id comes from it: the same seed plays the same night. */
  seed: string
  startedAt: Millis
  /** The level at which to stop, with the clock running; `null` plays to the winner. */
  stopAtLevel: number | null
  now: () => Millis
  onProgress: (line: string) => void
  /** Called before each level. */
  beforeLevel: (level: number) => Promise<void>
}

/** What intents share, filled in by the night. */
type Wish = DistributiveOmit<
  Intent,
  "id" | "tournamentId" | "staffId" | "deviceId" | "lamport" | "observedSequence" | "at"
>
type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown
  ? Omit<Union, Keys>
  : never

/** One device's view of a night under way: its rooms, its copy of the ledger, its dice. */
export class Night {
  readonly options: NightOptions
  readonly tournamentId: TournamentId
  readonly players: readonly Player[]
  readonly random: Random
  readonly venue: Room
  /** Every answer that the ledger gave. */
  readonly answers: IntentAnswer[] = []
  tableBreaks = 0
  /** The time in the night's own story. */
  at: Millis
  readonly #tournament: Room
  readonly #deviceId: DeviceId
  readonly #ledger: LedgerState = newLedger()
  #lamport = 0

  private constructor(
    options: NightOptions,
    random: Random,
    tournamentId: TournamentId,
    rooms: { venue: Room; tournament: Room },
  ) {
    this.options = options
    this.tournamentId = tournamentId
    this.random = random
    this.at = options.startedAt
    this.venue = rooms.venue
    this.#tournament = rooms.tournament
    this.#deviceId = v.parse(DeviceId, "felt-night")
    this.players = options.names.map((name) => ({
      playerId: v.parse(PlayerId, this.#newId()),
      name,
    }))
  }

  static async open(options: NightOptions): Promise<Night> {
    const random = seededRandom(options.seed)
    const tournamentId = v.parse(TournamentId, newId(random, options.startedAt))
    const { venueId } = await options.client.venue()
    const [venue, tournament] = await Promise.all([
      options.client.openRoom(venueRoom(venueId)),
      options.client.openRoom(tournamentRoom(tournamentId)),
    ])
    return new Night(options, random, tournamentId, { venue, tournament })
  }

  /** The floor as this device sees it. */
  read(): TournamentState {
    return readTournament(this.#tournament.registers.all())
  }

  write(writes: Writes): void {
    this.#tournament.registers.setAll(writes)
  }

  /** Makes an intent of a wish. */
  intent(wish: Wish): Intent {
    this.#lamport += 1
    return v.parse(Intent, {
      ...wish,
      id: this.#newId(),
      tournamentId: this.tournamentId,
      staffId: this.options.staffId,
      deviceId: this.#deviceId,
      lamport: this.#lamport,
      observedSequence: this.#ledger.lastSequence,
      at: this.at,
    })
  }

  /**
   * Sends intents until each has its answer.
   * @throws where the ledger says no: this night asks for nothing impossible
   */
  async record(intents: readonly Intent[]): Promise<void> {
    const answers = await this.options.client.record(intents)
    const refused = answers.find(({ outcome }) => outcome !== "accepted")
    if (refused)
      throw new Error(`The ledger did not accept line ${refused.seq}: ${refused.reason ?? ""}.`)
    this.answers.push(...answers)
  }

  /** The tournament's money as the Leaf tells it now. */
  async account(): Promise<TournamentAccount> {
    for (const entry of await this.options.client.ledger(this.#ledger.lastSequence))
      apply(this.#ledger, entry)
    const account = accountOf(this.#ledger, this.tournamentId)
    if (!account) throw new Error(`Broken assumption: tournament ${this.tournamentId} is open.`)
    return account
  }

  newEntryId(): EntryId {
    return v.parse(EntryId, this.#newId())
  }

  /** Opens a player's own registration with the player's own ticket. */
  async openPhone(playerId: PlayerId): Promise<Room> {
    const { token } = await this.options.client.ticket(this.tournamentId, playerId)
    return this.options.client.openRoom(registrationRoom(this.tournamentId, playerId), token)
  }

  /**
   * Waits until a device that has just come in sees the floor as this one does.
   * @returns what it sees, at the latest after ten seconds
   */
  async stored(): Promise<TournamentState> {
    const deadline = performance.now() + STORED_WITHIN_MS
    for (;;) {
      const state = await this.#readAnew()
      if (isDeepStrictEqual(state, this.read()) || performance.now() > deadline) return state
      await wait(50)
    }
  }

  close(): void {
    this.venue.close()
    this.#tournament.close()
  }

  async #readAnew(): Promise<TournamentState> {
    const room = await this.options.client.openRoom(tournamentRoom(this.tournamentId))
    try {
      return readTournament(room.registers.all())
    } finally {
      room.close()
    }
  }

  #newId(): string {
    return newId(this.random, this.at)
  }
}

function newId(random: Random, at: Millis): string {
  const bytes = new Uint8Array(12)
  const view = new DataView(bytes.buffer)
  for (const offset of [0, 4, 8]) view.setUint32(offset, random.nextUint32())
  return uuidv7(millis(at), bytes.subarray(0, 10))
}
