import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cache, node, readIfThere, root, run, sha256, step } from "./step.mjs"

/** Makes the empty database that a Leaf unpacks after an unclean stop, unless it is there and whole. */
export async function prepareProjection() {
  const folder = join(cache, "projection")
  const blank = join(folder, "blank.tar")
  const stamp = join(folder, "blank.json")
  const maker = readFileSync(join(root, "node_modules/@electric-sql/pglite/package.json"), "utf8")
  const wanted = () => JSON.stringify({ maker: sha256(maker), tar: sha256(readFileSync(blank)) })
  if (existsSync(blank) && readIfThere(stamp) === wanted()) return
  await step("preparing the projection", async () => {
    mkdirSync(folder, { recursive: true })
    await run(node, [join(root, "ledger/blank-projection.ts"), blank], { cwd: root })
    writeFileSync(stamp, wanted())
  })
}
