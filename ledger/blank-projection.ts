import { rm } from "node:fs/promises"
import { argv } from "node:process"
import { PGliteStore } from "./store-pglite.ts"

/**
 * Makes an empty projection in the folder that is named on the command line. Part of the set-up:
 * making one takes seconds, copying this a tenth of one, and a Leaf that was cut off must be back in
 * three.
 */
const target = argv[2]
if (!target) throw new Error("Name the folder to make: node ledger/blank-projection.ts FOLDER")

await rm(target, { recursive: true, force: true })
const store = await PGliteStore.open(target, null)
// An orderly close: its files are on the disk, and nothing in them waits to be recovered.
await store.close()
