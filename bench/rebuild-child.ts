import process from "node:process"
import { rebuildProjection } from "../cli/projection-rebuild.ts"
import { elapsedMs } from "./figures.ts"

/** Rebuilds the projection of the data folder that it is given, and says what that took. */
const ms = await elapsedMs(() => rebuildProjection(process.argv[2] ?? ""))
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1_024)
console.log(JSON.stringify({ ms, peakMegabytes }))
