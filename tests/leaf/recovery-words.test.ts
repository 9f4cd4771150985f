import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"

/** The guide for the venue quotes what the Leaf says; whoever looks a sentence up must find it. */
const root = fileURLToPath(new URL("../..", import.meta.url))

/** The code's texts, put together where they are broken over lines, with … for what is filled in. */
const code = globSync("{leaf,ledger,program}/**/*.ts", { cwd: root })
  .map((file) => readFileSync(`${root}/${file}`, "utf8"))
  .join("\n")
  .replaceAll(/["`]\s*\+\s*["`]/g, "")
  .replaceAll(/\$\{[^}]*\}/g, "…")

const quoted = [...readFileSync(`${root}/docs/recovery.md`, "utf8").matchAll(/^> (.+)$/gm)].map(
  ([, sentence]) => sentence ?? "",
)

test("every sentence that the recovery guide quotes is one that the code says", () => {
  assert.ok(quoted.length >= 10)
  assert.equal(
    quoted.filter((sentence) => !code.includes(sentence)),
    [],
  )
})

test.run()
