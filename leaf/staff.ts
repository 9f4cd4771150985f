import { randomBytes, scrypt } from "node:crypto"
import type { KV } from "@nats-io/kv"
import * as v from "valibot"
import { StaffId } from "../schemas/ids.ts"
import { type StaffChange, StaffMember, StaffName } from "../schemas/staff.ts"
import { Role } from "../schemas/wire.ts"

/** A member of staff as the bucket has them; whoever may not sign in has no PIN. */
const Kept = v.object({ ...StaffMember.entries, pinHash: v.nullable(v.string()) })
type Kept = v.InferOutput<typeof Kept>

/** How a PIN was kept before staff had names: by its hash, with whose it is. */
const FormerPin = v.object({ staffId: StaffId, role: Role })

/** Why a change to the staff is not made. */
export type StaffRefusal = "unknown_member" | "pin_cannot_be_used" | "last_administrator" | "active"
export type StaffResult = { member: StaffMember } | { refused: StaffRefusal }

/** What somebody is called until they are named. */
const NAMES: Record<Role, string> = {
  administrator: "Administrator",
  director: "Director",
  floor: "Floor",
  cashier: "Cashier",
}

/**
 * Who works here: names, roles and hashed PINs, a record each under a key of its own in the `ACCESS`
 * bucket, so that a person can be erased for real and every change is there as a whole or not at all.
 */
export class Staff {
  readonly #bucket: KV
  readonly #pepper: string
  #members: Promise<Map<StaffId, Kept>> | null = null
  #last: Promise<unknown> = Promise.resolve()

  constructor(bucket: KV, pepper: string) {
    this.#bucket = bucket
    this.#pepper = pepper
  }

  /** Everybody, by name. */
  async all(): Promise<StaffMember[]> {
    const members = [...(await this.#load()).values()].map(outside)
    return members.toSorted(
      (a, b) => a.name.localeCompare(b.name) || a.staffId.localeCompare(b.staffId),
    )
  }

  async find(staffId: StaffId): Promise<StaffMember | null> {
    const member = (await this.#load()).get(staffId)
    return member ? outside(member) : null
  }

  /** Whose PIN it is, if they may sign in. */
  async findByPin(pin: string): Promise<StaffMember | null> {
    const pinHash = await this.#hash(pin)
    const members = [...(await this.#load()).values()]
    const member = members.find((each) => each.isActive && each.pinHash === pinHash)
    return member ? outside(member) : null
  }

  add(fields: { name?: string; role: Role; pin: string }): Promise<StaffResult> {
    return this.#change(async (members) => {
      const { role, name = NAMES[role] } = fields
      const pinHash = await this.#hash(fields.pin)
      if (isTaken(members, pinHash)) return { refused: "pin_cannot_be_used" }
      const staffId = v.parse(StaffId, randomBytes(9).toString("base64url"))
      return this.#keep(members, {
        staffId,
        name: v.parse(StaffName, name),
        role,
        isActive: true,
        pinHash,
      })
    })
  }

  change(staffId: StaffId, { name, role }: StaffChange): Promise<StaffResult> {
    return this.#change(async (members) => {
      const member = members.get(staffId)
      if (!member) return { refused: "unknown_member" }
      const changed = { ...member, name: name ?? member.name, role: role ?? member.role }
      if (leavesNoAdministrator(members, changed)) return { refused: "last_administrator" }
      return this.#keep(members, changed)
    })
  }

  /** Gives somebody a new PIN, with which they may sign in from now on. */
  setPin(staffId: StaffId, pin: string): Promise<StaffResult> {
    return this.#change(async (members) => {
      const member = members.get(staffId)
      if (!member) return { refused: "unknown_member" }
      const pinHash = await this.#hash(pin)
      if (isTaken(members, pinHash)) return { refused: "pin_cannot_be_used" }
      return this.#keep(members, { ...member, pinHash, isActive: true })
    })
  }

  /** Their PIN is given up: another may have it. */
  deactivate(staffId: StaffId): Promise<StaffResult> {
    return this.#change(async (members) => {
      const member = members.get(staffId)
      if (!member) return { refused: "unknown_member" }
      const gone = { ...member, isActive: false, pinHash: null }
      if (leavesNoAdministrator(members, gone)) return { refused: "last_administrator" }
      return this.#keep(members, gone)
    })
  }

  /** Forgets who somebody was who works here no more; what they did keeps its id. */
  erase(staffId: StaffId): Promise<StaffResult> {
    return this.#change(async (members) => {
      const member = members.get(staffId)
      if (!member) return { refused: "unknown_member" }
      if (member.isActive) return { refused: "active" }
      await this.#bucket.purge(`staff.${staffId}`)
      members.delete(staffId)
      return { member: outside(member) }
    })
  }

  /** Changes are made one at a time, each on what the one before has left. */
  #change(make: (members: Map<StaffId, Kept>) => Promise<StaffResult>): Promise<StaffResult> {
    const change = this.#last.then(async () => make(await this.#load()))
    // The next change must not fail because this one did; its own caller hears of it.
    this.#last = change.catch(() => {})
    return change
  }

  async #keep(members: Map<StaffId, Kept>, member: Kept): Promise<StaffResult> {
    await this.#bucket.put(`staff.${member.staffId}`, JSON.stringify(member))
    members.set(member.staffId, member)
    return { member: outside(member) }
  }

  /** Reads them once; a failure is not remembered. */
  #load(): Promise<Map<StaffId, Kept>> {
    this.#members ??= this.#read().catch((error: unknown) => {
      this.#members = null
      throw error
    })
    return this.#members
  }

  async #read(): Promise<Map<StaffId, Kept>> {
    const members = new Map<StaffId, Kept>()
    const former: [key: string, v.InferOutput<typeof FormerPin>][] = []
    for await (const entry of await this.#bucket.history({ key: ["staff.>", "pin.>"] })) {
      if (entry.operation !== "PUT") continue
      if (entry.key.startsWith("pin.")) former.push([entry.key, v.parse(FormerPin, entry.json())])
      else {
        const member = v.parse(Kept, entry.json())
        members.set(member.staffId, member)
      }
    }
    for (const [key, { staffId, role }] of former) {
      const pinHash = key.slice("pin.".length)
      if (!members.has(staffId))
        await this.#keep(members, { staffId, name: NAMES[role], role, isActive: true, pinHash })
      await this.#bucket.purge(key)
    }
    return members
  }

  /** Slow on purpose, and peppered: four digits cannot be guessed from the bucket alone. */
  #hash(pin: string): Promise<string> {
    return new Promise((resolve, reject) => {
      scrypt(pin, this.#pepper, 32, { N: 2 ** 14, r: 8, p: 5 }, (error, hash) => {
        if (error) reject(error)
        else resolve(hash.toString("hex"))
      })
    })
  }
}

/** Without the PIN. */
const outside = ({ staffId, name, role, isActive }: Kept): StaffMember => ({
  staffId,
  name,
  role,
  isActive,
})

const isTaken = (members: Map<StaffId, Kept>, pinHash: string): boolean =>
  [...members.values()].some((member) => member.pinHash === pinHash)

/** Whether nobody could change the staff any more. */
function leavesNoAdministrator(members: Map<StaffId, Kept>, changed: Kept): boolean {
  const isAdministrator = ({ isActive, role }: Kept) => isActive && role === "administrator"
  const before = members.get(changed.staffId)
  if (!before || !isAdministrator(before) || isAdministrator(changed)) return false
  return ![...members.values()].some(
    (each) => each.staffId !== changed.staffId && isAdministrator(each),
  )
}
