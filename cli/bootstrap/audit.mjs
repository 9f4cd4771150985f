import process from "node:process"
import { runForWords } from "./run.mjs"
import { root } from "./step.mjs"

/** What is looked at: what a Leaf or a Core runs. What only builds and tests is on no box. */
const COMMAND = ["audit", "--omit=dev", "--json", "--fetch-retries=0", "--fetch-timeout=20000"]
const GRAVE = ["high", "critical"]

/**
 * Asks the registry whether something is known against the packages of the lock file. Where there is no
 * contact, or the registry answers no such question, a line says that nobody was asked: a venue's box
 * and a train have no internet, and their check is worth something without.
 * @param {{ ask?: () => Promise<string>, say?: (words: string) => void }} options
 * @returns {Promise<number>} 1 where something grave is known
 */
export async function auditPackages(options = {}) {
  const {
    ask = () => runForWords("npm", COMMAND, { cwd: root }),
    say = (words) => process.stderr.write(`felt: ${words}\n`),
  } = options
  const { metadata, vulnerabilities, message } = read(await ask())
  if (metadata?.vulnerabilities === undefined) {
    say(`audit: not asked: no contact (${(message ?? "no answer").split("\n")[0]})`)
    return 0
  }
  const grave = Object.values(vulnerabilities ?? {}).filter(({ severity }) =>
    GRAVE.includes(severity),
  )
  for (const { name, severity, range } of grave)
    say(`audit: ${name} ${range} has a known weakness (${severity}): npm audit says more.`)
  return grave.length === 0 ? 0 : 1
}

/**
 * @typedef {{ name: string, severity: string, range: string }} Weakness
 * @typedef {{
 *   metadata?: { vulnerabilities?: object },
 *   vulnerabilities?: Record<string, Weakness>,
 *   message?: string
 * }} Answer
 */

/**
 * @param {string} words what npm wrote
 * @returns {Answer}
 */
function read(words) {
  try {
    return JSON.parse(words)
  } catch {
    return { message: "npm gave no answer" }
  }
}
