import { createHash, webcrypto } from "node:crypto"
import process from "node:process"

/**
 * What a simulated night takes the place of: this process's clock, timers and chance. Loaded before
 * anything else (yjs and its libraries hold on to some of these when they are loaded), it passes all
 * through to the real ones until a world takes over, and again when that has ended.
 */
export type Edges = {
  /** In milliseconds since 1970. */
  now(): number
  /** Milliseconds since the night began, whatever the clocks say. */
  readonly elapsedMs: number
  /** 32 bits by chance. */
  nextUint32(): number
  /** Calls back after so many milliseconds. Returns the way to call that off. */
  after(ms: number, callback: () => void): () => void
}

let edges: Edges | null = null

const real = {
  now: Date.now,
  elapsed: performance.now.bind(performance),
  random: Math.random,
  getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
}

/** Lets everything that waits for nothing but promises go on, until all of it waits for an event. */
export const drain = (): Promise<void> =>
  new Promise((resolve) => {
    // Node goes on with this only when no promise is left to go on with.
    process.nextTick(resolve)
  })

/** The same, and Node tells of promises that failed and nobody listened to. */
export const drainAll = (): Promise<void> =>
  new Promise((resolve) => {
    real.setImmediate(resolve)
  })

/** From now on, all of this process lives in the given world; `null` gives it back. */
export function takeOver(by: Edges | null): void {
  edges = by
}

/** A timer as Node gives one. */
class Timer {
  stop = () => {}
  unref = () => this
  ref = () => this
  hasRef = () => true
}

function start(world: Edges, callback: () => void, ms: number, isRepeated: boolean): Timer {
  const timer = new Timer()
  const begin = () => {
    timer.stop = world.after(ms, () => {
      if (isRepeated) begin()
      callback()
    })
  }
  begin()
  return timer
}

const stopOr = (stopReal: (timer: never) => void) => (timer: unknown) =>
  timer instanceof Timer ? timer.stop() : stopReal(timer as never)

type Callback = (...args: unknown[]) => void

Date.now = () => (edges ? edges.now() : real.now())
performance.now = () => (edges ? edges.elapsedMs : real.elapsed())
Math.random = () => (edges ? edges.nextUint32() / 2 ** 32 : real.random())
webcrypto.getRandomValues = <T extends Parameters<typeof real.getRandomValues>[0]>(array: T): T => {
  if (!edges || array === null) return real.getRandomValues(array)
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  for (let index = 0; index < bytes.length; index += 4) {
    const drawn = edges.nextUint32()
    for (let part = 0; part < 4 && index + part < bytes.length; part++)
      bytes[index + part] = (drawn >>> (8 * part)) & 0xff
  }
  return array
}
Object.assign(globalThis, {
  setTimeout: (callback: Callback, ms = 0, ...args: unknown[]) =>
    edges
      ? start(edges, () => callback(...args), ms, false)
      : real.setTimeout(callback, ms, ...args),
  setInterval: (callback: Callback, ms = 0, ...args: unknown[]) =>
    edges
      ? start(edges, () => callback(...args), ms, true)
      : real.setInterval(callback, ms, ...args),
  setImmediate: (callback: Callback, ...args: unknown[]) =>
    edges ? start(edges, () => callback(...args), 0, false) : real.setImmediate(callback, ...args),
  clearTimeout: stopOr(real.clearTimeout),
  clearInterval: stopOr(real.clearInterval),
  clearImmediate: stopOr(real.clearImmediate),
})

/** A hash over a text that grows. */
export const growingHash = () => createHash("sha256")
