import { execFile } from "node:child_process"
import { X509Certificate } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { promisify } from "node:util"
import type { HealthFacts } from "../domain/health.ts"
import { readOverlayNetwork } from "../domain/overlay-network.ts"
import { type Millis, millis } from "../schemas/units.ts"

const ANSWERED_WITHIN_MS = 2_000
/** What a thermometer of a working board can show; others mean that it has nothing to say. */
const PLAUSIBLE_CELSIUS = { least: -40, most: 150 }

/**
 * The hottest of what the kernel measures, in whole degrees.
 * @returns `null` on a machine without a thermometer: a virtual one has none
 */
export async function readTemperature(folder = "/sys/class/thermal"): Promise<number | null> {
  const names = await readdir(folder).catch(() => [])
  const zones = names.filter((name) => name.startsWith("thermal_zone"))
  const read = await Promise.all(
    // A zone of a part that is switched off cannot be read; the others still can.
    zones.map((zone) => readFile(`${folder}/${zone}/temp`, "utf8").catch(() => "")),
  )
  const degrees = read
    .filter((text) => /^-?\d+\s*$/.test(text))
    .map((text) => Math.round(Number(text) / 1_000))
    .filter((each) => each > PLAUSIBLE_CELSIUS.least && each < PLAUSIBLE_CELSIUS.most)
  return degrees.length === 0 ? null : Math.max(...degrees)
}

/**
 * When a certificate ends; of a chain the first one counts. Read anew each time, since it may be renewed.
 * @throws where the file is none
 */
export const certificateEnd = async (file: string): Promise<Millis> =>
  millis(new X509Certificate(await readFile(file)).validToDate.getTime())

/**
 * Whether the system's clock is set by a time server, as the kernel knows it.
 * @returns `null` where nothing on this machine says so
 */
export async function askTimeSync(): Promise<boolean | null> {
  const said = await output("timedatectl", ["show", "--property=NTPSynchronized", "--value"])
  if (said.kind !== "said") return null
  const answer = said.text.trim()
  return answer === "yes" ? true : answer === "no" ? false : null
}

/** How the box stands in the overlay network, as the program says that joins it to one. */
export async function askOverlay(): Promise<HealthFacts["overlay"]> {
  const said = await output("netbird", ["status", "--json"])
  if (said.kind === "absent") return readOverlayNetwork(null)
  if (said.kind === "failed") return { state: "silent" }
  try {
    return readOverlayNetwork(JSON.parse(said.text))
  } catch {
    // Not JSON, or of a version that says it otherwise: either way it tells nothing.
    return { state: "silent" }
  }
}

/**
 * How far the own clock is ahead of Core's, in milliseconds, to within half a second: Core's answers
 * say when they were made in whole seconds.
 * @returns `null` where Core does not answer
 */
export async function askCoreOffset(url: string, now: () => number): Promise<number | null> {
  try {
    const before = now()
    const answer = await fetch(`${url}/healthz`, {
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    })
    const after = now()
    await answer.body?.cancel()
    const saidAt = Date.parse(answer.headers.get("Date") ?? "")
    // Cut off to the second, it is half of one old already on average.
    return Number.isNaN(saidAt) ? null : Math.round((before + after) / 2 - saidAt - 500)
  } catch {
    // No contact, which the check of Core itself tells.
    return null
  }
}

type Output = { kind: "said"; text: string } | { kind: "absent" } | { kind: "failed" }

/** What a program prints, where there is one; it is ended where it takes too long. */
async function output(program: string, words: string[]): Promise<Output> {
  try {
    const { stdout } = await promisify(execFile)(program, words, {
      timeout: ANSWERED_WITHIN_MS,
      killSignal: "SIGKILL",
    })
    return { kind: "said", text: stdout }
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT"
    return { kind: isAbsent ? "absent" : "failed" }
  }
}
