import * as v from "valibot"
import { PlayerId } from "./ids.ts"

/**
 * Personal data. Lives in the Leaf's `PLAYERS` bucket under a key of its own and nowhere else:
 * documents, ledger, logs and metrics know the `playerId` alone.
 */
export const Player = v.strictObject({
  playerId: PlayerId,
  name: v.pipe(
    v.string("expected a name"),
    v.trim(),
    v.minLength(1, "a player needs a name"),
    v.maxLength(80, "a name has at most 80 characters"),
  ),
})
export type Player = v.InferOutput<typeof Player>
