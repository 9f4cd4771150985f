import { spawn } from "node:child_process"
import { delimiter, join } from "node:path"
import process from "node:process"
import { node, root } from "./step.mjs"

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"]

/**
 * Runs a program of the project under its own Node, in this terminal. Signals go on to it, and its
 * end is waited for: nothing of it is left behind.
 * @returns its exit status
 */
export function runTask(args, environment = {}, cwd = root) {
  return new Promise((resolve, reject) => {
    const bin = join(root, "node_modules", ".bin")
    const child = spawn(node, args, {
      cwd,
      stdio: "inherit",
      env: { ...process.env, ...environment, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` },
    })
    // Ctrl-C reaches the child by itself; a signal that only this process got is handed on.
    const pass = Object.fromEntries(SIGNALS.map((signal) => [signal, () => child.kill(signal)]))
    for (const signal of SIGNALS) process.on(signal, pass[signal])
    child.on("error", reject)
    child.on("close", (code, signal) => {
      for (const each of SIGNALS) process.off(each, pass[each])
      resolve(code ?? (signal ? 1 : 0))
    })
  })
}
