import { fileURLToPath } from "node:url"
import type { Structure } from "../../schemas/structure.ts"
import { assert } from "../../domain/assert.ts"
import { builtInStructures } from "../../domain/structure.ts"
import { type Millis, millis } from "../../schemas/units.ts"
import type { LeafClient } from "../leaf-client.ts"
import { DEMO_TERMS } from "../night.ts"
import { Night } from "../night/night.ts"
import { readPlayersFile } from "../night/players-file.ts"
import { playNight, startOf } from "../night/script.ts"

export const DEMO_PLAYERS = fileURLToPath(new URL("players.csv", import.meta.url))
/** After registration has closed, with a few tables left. */
const STOP_AT_LEVEL = 13
const INTO_THE_LEVEL_MS = 7 * 60_000

/** How long the demo night has been under way when it is shown, in milliseconds. */
export const demoDurationMs = (): number => startOf(structure(), STOP_AT_LEVEL) + INTO_THE_LEVEL_MS

/**
 * Plays the demo night up to its middle, through the same doors as everybody. The same start plays
 * the same night, so one that was interrupted can simply be played again.
 * @returns the ticket of one player's phone who is still in
 */
export async function playDemo(
  client: LeafClient,
  { pin, startedAt }: { pin: string; startedAt: Millis },
): Promise<string> {
  const { staffId } = await client.signIn(pin)
  const night = await Night.open({
    client,
    staffId,
    name: "Friday Deepstack",
    names: readPlayersFile(DEMO_PLAYERS),
    structure: structure(),
    terms: DEMO_TERMS,
    seed: "friday",
    startedAt,
    stopAtLevel: STOP_AT_LEVEL,
    now: () => millis(Date.now()),
    onProgress: () => {},
    beforeLevel: () => Promise.resolve(),
  })
  await playNight(night)
  await night.stored()
  const player = night.read().entries.find(({ out, seat }) => out === null && seat)
  assert(player, "somebody is still in")
  const { token } = await client.ticket(night.tournamentId, player.playerId)
  night.close()
  return token
}

function structure(): Structure {
  const [regular] = builtInStructures
  assert(regular, "there is a built-in structure")
  return regular
}
