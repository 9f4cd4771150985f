import process from "node:process"

/** Milliseconds that this process has had of a processor: what else the machine does is not in it. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
