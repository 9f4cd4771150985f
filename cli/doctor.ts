import { get as getPlain } from "node:http"
import { get as getTls } from "node:https"
import { json } from "node:stream/consumers"
import { URL } from "node:url"
import * as v from "valibot"
import { healthEnglish, sayFinding, sayTodo } from "../domain/health-english.ts"
import { worstOf } from "../domain/health-levels.ts"
import { type Finding, HealthAnswer } from "../schemas/health.ts"
import { type Config, readConfig } from "../leaf/config.ts"
import { StartRefused } from "../program/start-refused.ts"
import { InputError } from "./input-error.ts"
import { examineBox, isHeld } from "./doctor-box.ts"
import { type Examined, examined } from "./examined.ts"

const ANSWERED_WITHIN_MS = 5_000

export type Diagnosis = { level: "ok" | "warn" | "bad"; url: string; checks: Examined[] }

/**
 * Looks at everything that a venue relies on: as the running Leaf sees it, or, where none answers, at the
 * data folder and the machine themselves. Nothing is changed by it.
 * @param url where the Leaf is; `null` for where its settings say
 * @param data the data folder of a Leaf that does not answer
 * @throws InputError where the address is none
 */
export async function diagnose(
  url: string | null,
  data: string,
  environment: NodeJS.ProcessEnv,
): Promise<Diagnosis> {
  const settings = readSettings({ ...environment, FELT_DATA: data })
  const address = url ?? addressOf(settings.config)
  const answer = await askLeaf(address)
  const config = settings.config
  const checks =
    answer.kind === "health"
      ? [
          examined("leaf", "ok", "leaf-answers", `It answers at ${address}.`),
          ...answer.findings.map(inWords),
        ]
      : [
          ...settings.checks,
          leafCheck(answer.kind, address, config),
          ...(config ? (await examineBox(config, environment)).map(examine) : []),
        ]
  return { level: worstOf(checks.map(({ level }) => level)), url: address, checks }
}

/** One line a check: its level, what it is, what it says, and what to do. */
export function diagnosisText({ checks }: Diagnosis): string {
  const longest = Math.max(...checks.map(({ check }) => nameOf(check).length))
  return checks
    .map(({ check, level, says, todo }) => {
      const head = (level === "none" ? "-" : level).padEnd(5) + nameOf(check).padEnd(longest + 2)
      return `${head}${says}${todo === "" ? "" : ` Do: ${todo}`}\n`
    })
    .join("")
}

const inWords = (finding: Finding): Examined =>
  examined(
    finding.check,
    finding.level,
    finding.code,
    sayFinding(healthEnglish, finding),
    sayTodo(healthEnglish, finding),
  )

const examine = (each: Finding | Examined): Examined => ("says" in each ? each : inWords(each))

const OWN_NAMES: Record<string, string> = {
  leaf: "Leaf",
  settings: "Settings",
  folder: "Data folder",
  port: "Port",
  "nats-server": "nats-server",
  app: "App",
  browser: "Browser",
}

function nameOf(check: string): string {
  const words: Record<string, unknown> = healthEnglish
  const name = words[`check.${check}`]
  return typeof name === "string" ? name : (OWN_NAMES[check] ?? check)
}

/** The settings as the Leaf would read them, or why it would not start with them. */
function readSettings(environment: NodeJS.ProcessEnv): {
  config: Config | null
  checks: Examined[]
} {
  try {
    return { config: readConfig(environment), checks: [] }
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error
    const todo = "Correct it: no Leaf starts before that."
    const check = examined("settings", "bad", "settings-wrong", error.message, todo)
    return { config: null, checks: [check] }
  }
}

/** Where the Leaf of these settings is asked from this machine. */
function addressOf(config: Config | null): string {
  const { host, port, tls } = config ?? { host: "127.0.0.1", port: 7070, tls: null }
  const isEverywhere = host === "0.0.0.0" || host === "::"
  const name = isEverywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host
  return `${tls ? "https" : "http"}://${name}:${port}`
}

type LeafAnswer =
  | { kind: "health"; findings: readonly Finding[] }
  /** It is there and not ready yet. */
  | { kind: "starting" }
  /** Something answers that is no Leaf. */
  | { kind: "stranger" }
  | { kind: "silent" }
type Unanswered = Exclude<LeafAnswer["kind"], "health">

async function askLeaf(address: string): Promise<LeafAnswer> {
  const url = URL.parse("/api/health", address)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new InputError(`"${address}" is no address. Say one such as http://localhost:7070.`)
  try {
    const { status, isFelt, body } = await fetchJson(url)
    const health = v.safeParse(HealthAnswer, body)
    if (health.success) return { kind: "health", findings: health.output.findings }
    return isFelt && status === 503 ? { kind: "starting" } : { kind: "stranger" }
  } catch {
    // Why there is no answer is looked for on this machine.
    return { kind: "silent" }
  }
}

/** Not by `fetch`: nothing secret is sent, and a certificate of any age must not hide what is wrong. */
function fetchJson(url: URL): Promise<{ status: number; isFelt: boolean; body: unknown }> {
  return new Promise((resolve, reject) => {
    const options = { signal: AbortSignal.timeout(ANSWERED_WITHIN_MS), rejectUnauthorized: false }
    const get = url.protocol === "https:" ? getTls : getPlain
    get(url, options, (answer) => {
      const status = answer.statusCode ?? 0
      const isFelt = answer.headers["x-felt-build"] !== undefined
      json(answer)
        // What is no JSON is said by no Leaf.
        .catch(() => null)
        .then((body) => resolve({ status, isFelt, body }), reject)
    }).once("error", reject)
  })
}

function leafCheck(kind: Unanswered, address: string, config: Config | null): Examined {
  switch (kind) {
    case "starting":
      return examined("leaf", "warn", "leaf-starting", "It is starting.", "Ask again in a moment.")
    case "stranger": {
      const says = `Something else than this version's Leaf answers at ${address}.`
      const todo = "Look what it is; where it is another version of Felt, start that anew."
      return examined("leaf", "bad", "leaf-stranger", says, todo)
    }
    case "silent": {
      if (config && isHeld(config.data)) {
        const says = `A Leaf runs on ${config.data} and does not answer at ${address}.`
        const todo = "Name its address with --url; where it answers nowhere, start it again."
        return examined("leaf", "bad", "leaf-silent", says, todo)
      }
      const says = `None answers at ${address}.`
      const todo = "See to what is wrong below, then start it: npm start"
      return examined("leaf", "bad", "leaf-stopped", says, todo)
    }
  }
}
