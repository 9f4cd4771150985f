import { readFileSync } from "node:fs"
import type { TestLeaf } from "./leaf.ts"

export const MEGABYTE = 1_000_000

/** The memory of a Leaf and its nats-server, in bytes; what several programs share counts once. */
export const memoryOf = (leaf: TestLeaf): number =>
  [leaf.processId(), leaf.natsProcessId()].reduce((sum, id) => {
    const [, kilobytes] =
      /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8")) ?? []
    return sum + Number(kilobytes) * 1_024
  }, 0)
