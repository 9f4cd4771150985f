import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "./run.mjs"
import { bring, cache, node, readIfThere, root, sha256 } from "./step.mjs"

const MAKER = "ledger/blank-projection.ts"
const MADE_FROM = [
  MAKER,
  "ledger/store-pglite.ts",
  "schemas/sql/001_ledger.sql",
  "node_modules/@electric-sql/pglite/package.json",
]

/** Makes the empty database that a Leaf copies after an unclean stop, unless it is there. */
export async function prepareProjection() {
  const folder = join(cache, "projection")
  const blank = join(folder, "blank")
  // Written last: where it is there, so is the rest.
  const stamp = join(folder, "blank.json")
  const wanted = JSON.stringify({
    maker: sha256(MADE_FROM.map((path) => readFileSync(join(root, path), "utf8")).join("\n")),
  })
  await bring(
    "preparing the projection",
    () => (existsSync(blank) && readIfThere(stamp) === wanted ? blank : null),
    async () => {
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      await run(node, [join(root, MAKER), blank], { cwd: root })
      writeFileSync(stamp, wanted)
      return blank
    },
  )
}
