import { freeBytes } from "../data-folder.ts"
import type { Leaf } from "../leaf.ts"
import { HttpProblem } from "../../program/http/problem.ts"

/** @throws HttpProblem 507 where the disk has too little room to record anything safely */
export async function assertSpace(leaf: Leaf): Promise<void> {
  const free = await freeBytes(leaf.config.data)
  if (free >= leaf.config.minimumFreeBytes) return
  throw new HttpProblem(
    507,
    `Only ${Math.floor(free / 1_000_000)} MB are free on the Leaf's disk. ` +
      "Nothing was recorded: make room and send it again.",
  )
}
