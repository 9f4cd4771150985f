import { spawn } from "node:child_process"
import { constants } from "node:os"
import { delimiter, join } from "node:path"
import process from "node:process"
import { cache, node, root } from "./step.mjs"

/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"]

/** The set-up was told to stop, and has. */
export class Stopped extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Stopped by ${signal}.`)
    this.status = statusOf(signal)
  }
}

/**
 * Runs a program and gives what it said; its words are shown only where it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} its standard output
 */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options })
  let output = ""
  let errors = ""
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text))
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text))
  const { status, stoppedBy } = await end(child)
  if (stoppedBy) throw new Stopped(stoppedBy)
  if (status === 0) return output
  throw new Error(`${[command, ...args].join(" ")} failed (${status}).\n${output}${errors}`)
}

/**
 * Runs a program that says by its exit status what it found, and gives its standard output.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string }} options
 * @returns {Promise<string>}
 */
export async function runForWords(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"], ...options })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text))
  const { stoppedBy } = await end(child)
  if (stoppedBy) throw new Stopped(stoppedBy)
  return output
}

/**
 * Runs a program of the project under its own Node, in this terminal.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} environment what is added to this process's own
 * @returns {Promise<number>} its exit status
 */
export async function runTask(args, environment = {}, cwd = root) {
  const bin = join(root, "node_modules", ".bin")
  const path = `${bin}${delimiter}${process.env.PATH ?? ""}`
  // What was compiled once, types taken off, starts again in half the time.
  const compiled = { NODE_COMPILE_CACHE: join(cache, "compiled") }
  const env = { ...process.env, ...compiled, ...environment, PATH: path }
  return (await end(spawn(node, args, { cwd, stdio: "inherit", env }))).status
}

/**
 * Waits for a child's end. Signals go on to it meanwhile, so nothing of it is left behind; Ctrl-C
 * may thus reach it twice, from the terminal and from here.
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<{ status: number, stoppedBy: NodeJS.Signals | null }>}
 */
function end(child) {
  return new Promise((resolve, reject) => {
    /** @type {NodeJS.Signals | null} */
    let stoppedBy = null
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      stoppedBy = signal
      child.kill(signal)
    }
    for (const signal of SIGNALS) process.on(signal, pass)
    const leave = () => {
      for (const signal of SIGNALS) process.off(signal, pass)
    }
    child.on("error", (error) => {
      leave()
      reject(error)
    })
    child.on("close", (code, signal) => {
      leave()
      resolve({ status: code ?? (signal ? statusOf(signal) : 1), stoppedBy })
    })
  })
}

/**
 * The exit status that shells give a program that a signal ended.
 * @param {NodeJS.Signals} signal
 */
const statusOf = (signal) => 128 + constants.signals[signal]
