import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "./run.mjs"
import { root } from "./step.mjs"

/**
 * @typedef {object} Locked what the lock file says of one package
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */
/** @typedef {{ packages: Record<string, Locked> }} Lock */

/** Makes the lock file anew from the manifest: `npm run lock`, after a change of dependencies. */
export async function remakeLock() {
  const path = join(root, "package-lock.json")
  await run("npm", ["install", "--package-lock-only", "--no-audit", "--no-fund"], { cwd: root })
  /** @type {Lock} */
  const lock = JSON.parse(readFileSync(path, "utf8"))
  for (const [place, part] of Object.entries(missingParts(lock))) lock.packages[place] = part
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  const whole = { ...lock, packages: Object.fromEntries(sorted) }
  writeFileSync(path, `${JSON.stringify(whole, null, 2)}\n`)
}

/**
 * The parts for other platforms that packages name and the lock file lacks. npm leaves out those that
 * the registry at hand, often a partial mirror, does not carry, and `npm ci` then refuses the whole
 * lock file for lack of them. Their versions are exact and their names say what they are for; only
 * the hash is not to be had.
 * @param {Lock} lock
 * @returns {Record<string, Locked>} by place
 */
export function missingParts({ packages }) {
  /** @type {Record<string, Locked>} */
  const parts = {}
  for (const [place, { dev, optionalDependencies = {} }] of Object.entries(packages))
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const isLocked = Object.keys(packages).some((each) => each.endsWith(`node_modules/${name}`))
      if (isLocked || !/^\d+\.\d+\.\d+$/.test(version)) continue
      const isDev = dev === true && parts[`node_modules/${name}`]?.dev !== false
      parts[`node_modules/${name}`] = {
        version,
        ...(isDev ? { dev: true } : {}),
        optional: true,
        ...platformOf(name),
      }
      void place
    }
  return parts
}
