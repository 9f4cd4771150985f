import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { hasDebianTools, ownSuite, unpackFromDebian } from "./debian.mjs"
import { run } from "./run.mjs"
import { bring, cache, root, SetUpRefused, sha256 } from "./step.mjs"

const SOURCE = join(root, "tests", "support", "lazy-disk.c")
/** Where Debian changed the library's own number. */
const LIBRARY = new Map([["bookworm", "libfuse3-3"]])
const LATER_LIBRARY = "libfuse3-4"

/**
 * Builds the disk that loses what was not synced (tests/support/lazy-disk.c), of this machine's compiler and
 * Debian's libfuse, which is unpacked into the project's cache and nowhere else.
 * @returns {Promise<string>} the program
 * @throws SetUpRefused where this machine cannot
 */
export async function buildLazyDisk() {
  const suite = ownSuite()
  if (!suite || !(await hasDebianTools()) || !existsSync("/dev/fuse"))
    throw new SetUpRefused("A disk that loses what was not synced takes Debian, gcc and /dev/fuse.")
  const folder = join(cache, "lazy-disk", sha256(readFileSync(SOURCE)).slice(0, 16))
  const program = join(folder, "lazy-disk")
  return bring(
    "building a disk that loses what was not synced",
    () => (existsSync(program) ? program : null),
    async () => {
      const packages = ["libfuse3-dev", LIBRARY.get(suite) ?? LATER_LIBRARY]
      const unpacked = join(folder, "debian")
      mkdirSync(folder, { recursive: true })
      await unpackFromDebian(packages, { folder: unpacked, suites: [suite] })
      const library = readdirSync(unpacked, { recursive: true, encoding: "utf8" })
        .map((name) => join(unpacked, name))
        .find((name) => /\/libfuse3\.so\.\d+$/.test(name))
      if (!library) throw new Error("Debian's libfuse3 has no library in it.")
      const headers = ["-I", join(unpacked, "usr", "include", "fuse3")]
      const linked = [library, `-Wl,-rpath,${dirname(library)}`]
      await run("gcc", ["-O2", ...headers, SOURCE, "-o", `${program}.part`, ...linked])
      // Under its own name only when it is whole.
      await run("mv", [`${program}.part`, program])
      return program
    },
  )
}
