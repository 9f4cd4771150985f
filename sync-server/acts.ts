import type { Register, Registers } from "../schemas/documents/registers.ts"
import type { Incoming } from "./batch.ts"
import type { Written } from "./inspection.ts"

/** One field that somebody wrote: what stood there before, and what they put there; `null` is nothing. */
export type Change = {
  key: string
  before: unknown
  after: unknown
  /** A value that was written later, elsewhere, was there already and stays. */
  isOverruled: boolean
}

/** What somebody did to a room in one go, as it was taken. */
export type Act = {
  room: string
  bearer: string
  /** The device that the bearer's session was opened on, where it said so. */
  device: string | null
  /** When it came, in milliseconds since 1970. */
  at: number
  /** Done while the device was away, and brought when it came back. */
  isLate: boolean
  changes: Change[]
}

export type ActsOptions = {
  room: string
  registers: Registers
  /** In milliseconds since 1970. */
  now: () => number
  tell: (acts: readonly Act[]) => void
}

/**
 * Tells of what was done to a room, as soon as it is stored. What was refused is no act, and neither is
 * what came from another relay. Between two updates of one batch the document is not looked at; what
 * the first of them left is worked out.
 */
export class Acts {
  readonly #options: ActsOptions
  /** Those of each batch that is not stored yet, the oldest first. */
  readonly #waiting: Act[][] = []

  constructor(options: ActsOptions) {
    this.#options = options
  }

  /** Notes a batch around its being applied. Every batch that is noted is told of, in order. */
  note(batch: readonly Incoming[], apply: () => void): void {
    const { registers } = this.#options
    const keys = new Set(batch.flatMap(({ keys: own }) => [...own]))
    const standing = registers.registersOf([...keys])
    apply()
    const after = registers.registersOf([...keys])
    this.#waiting.push(batch.flatMap((incoming) => this.#actsOf(incoming, standing, after)))
  }

  /** The oldest batch is stored. */
  tellNext(): void {
    const acts = this.#waiting.shift() ?? []
    if (acts.length > 0) this.#options.tell(acts)
  }

  /** Everything is stored. */
  tellAll(): void {
    while (this.#waiting.length > 0) this.tellNext()
  }

  /** @param standing what stands when this comes; brought up to date */
  #actsOf(incoming: Incoming, standing: Standing, after: Standing): Act[] {
    const { from, keys, written, isLate } = incoming
    if (!from || keys.size === 0) return []
    const { room, now } = this.#options
    const { bearer, device = null } = from.grant
    const act = { room, bearer, device, at: now(), isLate }
    const acts = inGroups(written).map((group) => ({
      ...act,
      changes: group
        .filter(({ key }) => keys.has(key))
        .map((register) => changeBy(register, standing, after)),
    }))
    const removed = [...keys].filter((key) => !written.some((each) => each.key === key))
    acts.push({ ...act, changes: removed.map((key) => removalOf(key, standing)) })
    return acts.filter(({ changes }) => changes.length > 0)
  }
}

type Standing = Map<string, Register | undefined>

/** What a device wrote in one go has one Lamport time; a device that was away brings several. */
function inGroups(written: readonly Written[]): Written[][] {
  const groups = new Map<string, Written[]>()
  for (const each of written.toSorted((a, b) => a.lamport - b.lamport)) {
    const name = `${each.client}/${each.lamport}`
    const group = groups.get(name)
    if (group) group.push(each)
    else groups.set(name, [each])
  }
  return [...groups.values()]
}

function changeBy(register: Written, standing: Standing, after: Standing): Change {
  const { key, value, lamport } = register
  const [former, final] = [standing.get(key), after.get(key)]
  // Among equals the place in the document decides, which only the document knows.
  const isOverruled =
    former !== undefined &&
    (former.lamport > lamport ||
      (former.lamport === lamport && final?.lamport === lamport && !isSame(final.value, value)))
  if (!isOverruled) standing.set(key, register)
  return { key, before: former?.value ?? null, after: value ?? null, isOverruled }
}

function removalOf(key: string, standing: Standing): Change {
  const before = standing.get(key)?.value ?? null
  standing.set(key, undefined)
  return { key, before, after: null, isOverruled: false }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
