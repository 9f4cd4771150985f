import { readFileSync } from "node:fs"
import type { TestLeaf } from "./leaf.ts"

const UNIT = new URL("../../deploy/leaf/felt-leaf.service", import.meta.url)
const [, options] = /^Environment="NODE_OPTIONS=(.+)"$/m.exec(readFileSync(UNIT, "utf8")) ?? []
if (!options) throw new Error("The Leaf's unit sets no limits of its heap.")

/** What a Leaf on a venue's box is started with. */
export const AS_ON_A_BOX = { NODE_OPTIONS: options }

export const MEGABYTE = 1_000_000

/** The memory of a Leaf and its nats-server, in bytes; what several programs share counts once. */
export const memoryOf = (leaf: TestLeaf): number =>
  [leaf.processId(), leaf.natsProcessId()].reduce((sum, id) => {
    const [, kilobytes] =
      /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8")) ?? []
    return sum + Number(kilobytes) * 1_024
  }, 0)
