import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "./run.mjs"
import { bring, cache, node, readIfThere, root, sha256 } from "./step.mjs"

const MAKER = "ledger/blank-projection.ts"
const MADE_FROM = [MAKER, "node_modules/@electric-sql/pglite/package.json"]

/** Makes the empty database that a Leaf unpacks after an unclean stop, unless it is there and whole. */
export async function prepareProjection() {
  const folder = join(cache, "projection")
  const blank = join(folder, "blank.tar")
  const stamp = join(folder, "blank.json")
  const maker = sha256(MADE_FROM.map((path) => readFileSync(join(root, path), "utf8")).join("\n"))
  const wanted = () => JSON.stringify({ maker, tar: sha256(readFileSync(blank)) })
  await bring(
    "preparing the projection",
    () => (existsSync(blank) && readIfThere(stamp) === wanted() ? blank : null),
    async () => {
      mkdirSync(folder, { recursive: true })
      await run(node, [join(root, MAKER), blank], { cwd: root })
      writeFileSync(stamp, wanted())
      return blank
    },
  )
}
