import type { SimulatedCore } from "./core.ts"
import { type SimulatedLeaf, WITNESS } from "./leaf.ts"
import type { Link } from "./network.ts"
import type { Tablet } from "./tablet.ts"
import type { World } from "./world.ts"

type Parts = {
  world: World
  leaf: SimulatedLeaf
  core: SimulatedCore
  tablets: readonly Tablet[]
  /** Those of the devices, and the one to Core. */
  links: readonly Link[]
}

/** One thing that goes wrong; each comes up as often as it is listed. */
const FAULTS: ((parts: Parts) => string)[] = [
  cutLink,
  cutLink,
  cutLink,
  cutLink,
  slowLink,
  slowLink,
  reload,
  reload,
  kill,
  kill,
  cutPower,
  cutPower,
  stopInOrder,
  fillUp,
  failToSync,
  fallSilent,
  dieUnanswered,
  killCore,
  rotTheLog,
  rotTheWitness,
]

/** Lets something go wrong. Gives its name. */
export const breakSomething = (parts: Parts): string => parts.world.oneOf(FAULTS)(parts)

/** Everything works again, and stays so. */
export function heal({ world, leaf, links }: Parts): void {
  world.note("all is well from now on")
  for (const link of links) link.heal()
  leaf.disk.isFull = false
  leaf.disk.failsToSync = false
  leaf.logServer.isFull = false
  leaf.logServer.silentOnceIn = 0
}

function cutLink({ world, links }: Parts): string {
  const link = world.oneOf(links)
  world.note(`${link.name} is cut`)
  link.cut()
  const again = () => {
    link.isCut = false
  }
  world.schedule(500 + world.pick(25_000), `${link.name} is back`, again, null)
  return "cut"
}

function slowLink({ world, links }: Parts): string {
  const link = world.oneOf(links)
  link.delaysMs = [1 + world.pick(200), 200 + world.pick(3_000)]
  link.losesOnceIn = 2 + world.pick(6)
  world.note(`${link.name} is bad`)
  world.schedule(world.pick(20_000), `${link.name} is good`, () => link.heal(), null)
  return "slow"
}

function reload({ world, tablets }: Parts): string {
  const tablet = world.oneOf(tablets)
  if (tablet.process.isAlive) tablet.reload()
  return "reload"
}

function kill({ leaf }: Parts): string {
  if (leaf.process) leaf.kill("for no reason")
  return "kill"
}

function cutPower({ leaf }: Parts): string {
  if (leaf.process) leaf.cutPower()
  return "power"
}

function stopInOrder({ world, leaf }: Parts): string {
  const { process } = leaf
  if (!process?.isAlive || !leaf.running) return "none"
  const stopping = async () => {
    await leaf.stop()
    if (!leaf.process) leaf.start()
  }
  world.schedule(0, "the leaf is told to stop", () => void stopping(), process)
  return "stop"
}

/** The disk of the log, or of the witness, has no room for a while. */
function fillUp({ world, leaf }: Parts): string {
  const full = world.once(2) ? leaf.disk : leaf.logServer
  full.isFull = true
  world.note("a disk is full")
  const again = () => {
    full.isFull = false
  }
  world.schedule(world.pick(8_000), "there is room again", again, null)
  return "full"
}

/** The witness's disk takes what is written, and cannot keep it. */
function failToSync({ world, leaf }: Parts): string {
  leaf.disk.failsToSync = true
  world.note("a disk cannot sync")
  const again = () => {
    leaf.disk.failsToSync = false
  }
  world.schedule(world.pick(8_000), "the disk syncs again", again, null)
  return "no sync"
}

function fallSilent({ world, leaf }: Parts): string {
  leaf.logServer.silentOnceIn = 2 + world.pick(4)
  const again = () => {
    leaf.logServer.silentOnceIn = 0
  }
  world.schedule(world.pick(10_000), "the log answers again", again, null)
  return "silent"
}

/** The Leaf goes while the log owes it answers: what it asked for may come when the next one is there. */
function dieUnanswered({ world, leaf }: Parts): string {
  leaf.logServer.silentOnceIn = 2
  const die = () => {
    leaf.logServer.silentOnceIn = 0
    if (leaf.process) leaf.kill("while the log owes it an answer")
  }
  world.schedule(1_000 + world.pick(6_000), "timer", die, null)
  return "died unanswered"
}

function killCore({ core }: Parts): string {
  if (core.process.isAlive) core.kill()
  return "core"
}

/**
 * Of the two copies one rots at a time, and not before the Leaf has come up on them and made both
 * whole: what both have lost nobody here could give back.
 */
function rotTheLog({ leaf }: Parts): string {
  if (!leaf.running) return "none"
  leaf.cutPower()
  leaf.logServer.rot()
  return "rot of the log"
}

function rotTheWitness({ leaf }: Parts): string {
  if (!leaf.running) return "none"
  leaf.kill("its second disk rots")
  leaf.disk.flipBit(WITNESS)
  return "rot of the witness"
}
