import { cpus, totalmem } from "node:os"
import process from "node:process"
import { measureCoreLists } from "./core/lists.ts"
import { measureLoad } from "./core/load.ts"
import { type Figure, print } from "./figures.ts"
import { measureLedger } from "./ledger.ts"
import { measureRebuild } from "./rebuild.ts"
import { measureRelay } from "./relay/relay.ts"
import { measureRestart } from "./restart.ts"
import { measureRules } from "./rules.ts"

/**
 * `npm run bench`: what a venue feels. Compare ratios of one run, not values of two: machines are
 * noisy. A promise that does not hold ends with status 1.
 *
 *   npm run bench [restart] [ledger] [rules] [rebuild] [relay] [core] [load]
 */
const BENCHES = {
  rules: measureRules,
  restart: measureRestart,
  ledger: measureLedger,
  rebuild: measureRebuild,
  relay: measureRelay,
  core: measureCoreLists,
  load: measureLoad,
}
const asked = process.argv.slice(2)
const figures: Figure[] = []
for (const [name, measure] of Object.entries(BENCHES))
  if (asked.length === 0 || asked.includes(name)) figures.push(...(await measure()))
console.log(
  `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
)
print(figures)
const isKept = figures.every(({ runs, limit }) => limit === undefined || Math.max(...runs) <= limit)
process.exitCode = isKept ? 0 : 1
