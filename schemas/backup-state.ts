import * as v from "valibot"
import { Count, Millis } from "./units.ts"

/**
 * `backups.json` of a Leaf's data folder: how its last backups to a file went. Written by whatever
 * makes a backup, read by the Leaf, for which a backup that is too old is something to say.
 */
export const BackupState = v.strictObject({
  /** The last one that was found good by restoring it. */
  lastGood: v.nullable(v.strictObject({ at: Millis, file: v.string(), lastSequence: Count })),
  /** Why the last try gave none, in one sentence; `null` since there is a good one again. */
  lastProblem: v.nullable(v.strictObject({ at: Millis, words: v.string() })),
})
export type BackupState = v.InferOutput<typeof BackupState>
