import { readFileSync } from "node:fs"
import process from "node:process"

/**
 * Loaded before a program: its system clock is ahead by as many milliseconds as the file says that
 * FELT_TEST_CLOCK names, read anew at every SIGUSR2. What has passed since the start, the kernel's
 * other clock, goes on as it does when a real one is set.
 */
const file = process.env["FELT_TEST_CLOCK"] ?? ""
const systemNow = Date.now
let aheadMs = 0
process.on("SIGUSR2", () => {
  aheadMs = Number(readFileSync(file, "utf8"))
})
const SystemDate = Date
globalThis.Date = new Proxy(SystemDate, {
  construct: (target, given: [], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [Date.now()] : given, newTarget),
})
Date.now = () => systemNow() + aheadMs
