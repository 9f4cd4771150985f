import * as Y from "yjs"
import { readRegisters } from "../../schemas/documents/registers.ts"
import type { Entry } from "../../schemas/entry.ts"
import { verify } from "../../ledger/verify.ts"
import { act, mistype, openTournament } from "./acts.ts"
import { Auditor, PromiseBroken } from "./auditor.ts"
import { SimulatedCore } from "./core.ts"
import { breakSomething, heal } from "./faults.ts"
import { Display, Phone } from "./guests.ts"
import { type Sabotage, SimulatedLeaf, WITNESS } from "./leaf.ts"
import { SimulatedEventLog } from "./log-server.ts"
import { ARRIVED_WITHIN_MS } from "./network.ts"
import { FLOOR_ROOM, nameOf, PLAYERS, roomOf } from "./people.ts"
import { type DeviceSabotage, Tablet } from "./tablet.ts"
import { World } from "./world.ts"

const NIGHT_MS = 90_000
/** So soon after everything works again all are alike. */
const SETTLED_WITHIN_MS = 90_000
const ACTS = 70
const FAULTS = 9

export type NightOptions = {
  sabotage?: Sabotage & DeviceSabotage
  /** Told of everything that happens. */
  tellAll?: (line: string) => void
}

/** What a night was like, for who counts. */
export type NightReport = {
  seed: string
  /** Of everything that happened; the same for the same seed. */
  hash: string
  steps: number
  lines: Record<"accepted" | "conflict" | "rejected", number>
  closed: number
  /**
   * `settled`: all are alike. `restored`: also, after the Leaf was lost or put back from an older copy.
   * `fork found`: an older copy had gone on; it was noticed, and nothing was overwritten.
   */
  ending: "settled" | "restored" | "fork found"
  faults: Record<string, number>
  /** The ledger, line by line. */
  entries: readonly Entry[]
  /** What was repaired or noticed, in the Leaf's words. */
  alarms: string[]
  denied: number
}

/** One night from one seed. @throws NightFailed */
export async function playNight(seed: string, options: NightOptions = {}): Promise<NightReport> {
  const night = new Night(seed, options)
  try {
    return await night.play()
  } finally {
    night.destroy()
  }
}

class Night {
  readonly #world: World
  readonly #auditor: Auditor
  readonly #core: SimulatedCore
  readonly #leaf: SimulatedLeaf
  readonly #tablets: Tablet[]
  readonly #phones: Phone[]
  readonly #displays: Display[]
  readonly #faults: Record<string, number> = {}
  /** Whether a box was lost, or an older copy put back, and how that ended. */
  #ending: NightReport["ending"] = "settled"
  #isLossy = false
  #phase: "playing" | "healing" | "closing" | "over" = "playing"

  constructor(seed: string, { sabotage = {}, tellAll }: NightOptions) {
    const world = new World(seed, tellAll)
    const auditor = new Auditor((error) => world.fail(error))
    const core = new SimulatedCore(world)
    const leaf = new SimulatedLeaf(world, core, auditor, sabotage)
    const roles = ["administrator", "director", "floor", "cashier"] as const
    const parts = { world, leaf, listener: auditor, sabotage }
    this.#tablets = roles.map((role) => new Tablet({ ...parts, role, name: `tablet-${role}` }))
    this.#phones = [1, 2].map((player) => new Phone(player, parts))
    this.#displays = ["wall", "bar"].map((name) => new Display(name, parts))
    this.#world = world
    this.#auditor = auditor
    this.#core = core
    this.#leaf = leaf
    world.check = () => auditor.follow(leaf)
  }

  async play(): Promise<NightReport> {
    const world = this.#world
    this.#schedule()
    await world.run(() => this.#phase === "over")
    const { lines } = this.#auditor
    const count = (kind: string) => lines.filter(({ outcome }) => outcome.kind === kind).length
    const conflicts = this.#leaf.running?.ledger.state.conflicts ?? new Map()
    return {
      seed: world.seed,
      hash: world.storyHash(),
      steps: world.steps,
      lines: {
        accepted: count("accepted"),
        conflict: count("conflict"),
        rejected: count("rejected"),
      },
      closed: [...conflicts.values()].filter(({ closed }) => closed !== null).length,
      entries: lines,
      ending: this.#ending,
      faults: this.#faults,
      alarms: this.#leaf.alarms,
      denied: this.#phones.reduce((sum, { denied }) => sum + denied, 0),
    }
  }

  destroy(): void {
    for (const device of [...this.#tablets, ...this.#phones]) device.destroy()
  }

  /** Everything that will be done and go wrong, at moments by chance. */
  #schedule(): void {
    const world = this.#world
    const at = (ms: number, what: string, action: () => void) =>
      world.schedule(ms, what, action, null)
    const sometime = () => 2_000 + world.pick(NIGHT_MS - 2_000)
    this.#leaf.start()
    for (const device of [...this.#tablets, ...this.#phones, ...this.#displays]) device.start()
    const [first] = this.#tablets
    if (first)
      at(1_000, "the tournament opens", () =>
        world.within(first.process, () => openTournament(first)),
      )
    for (let acts = 0; acts < ACTS; acts++) at(sometime(), "timer", () => this.#act())
    for (let faults = world.pick(FAULTS + 1); faults > 0; faults--)
      at(sometime(), "timer", () => this.#break())
    const fate = world.pick(10)
    if (fate === 0) at(sometime(), "timer", () => this.#loseLeaf())
    if (fate === 1)
      at(sometime(), "timer", () => {
        const putBack = this.#leaf.copyOfAll()
        at(world.pick(40_000), "timer", () => this.#putBack(putBack))
      })
    at(NIGHT_MS, "the night is over", () => this.#heal())
  }

  #act(): void {
    const world = this.#world
    const phone = world.once(8) ? world.oneOf(this.#phones) : null
    if (phone)
      return world.within(phone.process, () => (world.once(4) ? phone.trespass() : phone.say()))
    const tablet = world.oneOf(this.#tablets)
    if (!tablet.process.isAlive) return
    const other = world.oneOf(this.#tablets)
    world.within(tablet.process, () =>
      world.once(25) ? mistype(world, tablet) : act(world, tablet, other),
    )
  }

  #break(): void {
    const name = breakSomething(this.#parts)
    this.#faults[name] = (this.#faults[name] ?? 0) + 1
  }

  /** The box is gone. What Core has is brought back before the new one may take money. */
  #loseLeaf(): void {
    if (this.#phase !== "playing") return
    this.#leaf.replace()
    this.#leaveOldCopy()
  }

  #putBack(putBack: () => void): void {
    const world = this.#world
    const { linkToCore } = this.#leaf
    if (this.#phase !== "playing") return
    // Without contact nobody tells it what it lacks, and it goes on.
    linkToCore.cut()
    const back = ARRIVED_WITHIN_MS + world.pick(30_000)
    world.schedule(back, "leaf-core is back", () => (linkToCore.isCut = false), null)
    putBack()
    // A tablet that is new here knows of nothing that this copy lacks: what it asks is taken.
    if (world.once(2)) world.oneOf(this.#tablets).startOver()
    this.#leaveOldCopy()
  }

  /** Until it is known what this box has, it is not held to its word; a person looks after it. */
  #leaveOldCopy(): void {
    const { world } = this.#parts
    const leaf = this.#leaf
    this.#ending = "restored"
    this.#auditor.isSuspended = true
    this.#auditor.forgiveDocuments()
    for (const display of this.#displays) display.start()
    const look = () => {
      if (leaf.doubt !== null) return this.#endForked()
      const state = leaf.running?.uplink.state
      if (state && state.alarm !== null) leaf.bringBack()
      else if (state?.isConnected) return this.#goOn()
      world.schedule(500, "timer", look, null)
    }
    world.schedule(500, "timer", look, null)
  }

  #goOn(): void {
    const auditor = this.#auditor
    const same = auditor.sameUpTo(this.#leaf.projection.lines)
    this.#world.note(`the ledger is the same up to line ${same} of ${auditor.lines.length}`)
    this.#isLossy ||= same < auditor.lines.length
    auditor.isSuspended = false
    auditor.forgiveAfter(same)
    if (this.#isLossy) for (const tablet of this.#tablets) tablet.startOver()
  }

  /** Nobody here can say which of two ledgers is right: Core's is as it was, and no money is taken. */
  #endForked(): void {
    this.#ending = "fork found"
    this.#holdCore()
    this.#phase = "over"
  }

  #holdCore(): void {
    this.#core.taken.forEach(({ hash }, index) => {
      if (hash !== this.#auditor.lines[index]?.hash)
        throw new PromiseBroken(`Core has another line ${index + 1}.`)
    })
  }

  get #parts() {
    const devices = [...this.#tablets, ...this.#phones, ...this.#displays]
    const links = [...devices.map(({ link }) => link), this.#leaf.linkToCore]
    return {
      world: this.#world,
      leaf: this.#leaf,
      core: this.#core,
      tablets: this.#tablets,
      links,
    }
  }

  /** Everything works again: soon all are alike. */
  #heal(): void {
    const world = this.#world
    heal(this.#parts)
    this.#phase = "healing"
    const until = world.elapsedMs + SETTLED_WITHIN_MS
    const look = () => {
      // What was to come back by chance may have been cut off again meanwhile.
      for (const link of this.#parts.links) link.heal()
      const waiting = this.#waiting()
      if (waiting === null) return this.#close()
      if (world.elapsedMs > until) throw new PromiseBroken(`It does not end: ${waiting}.`)
      world.schedule(250, "timer", look, null)
    }
    look()
  }

  /** What is not as it is to be in the end; `null` where all are alike. */
  #waiting(): string | null {
    const { running, doubt } = this.#leaf
    if (this.#auditor.isSuspended) return "a person looks after an older copy"
    if (doubt !== null) return `the Leaf does not start: ${doubt}`
    if (!running) return "the Leaf is not up"
    const last = running.ledger.state.lastSequence
    if (last !== this.#auditor.lines.length) return "the projection is behind"
    for (const tablet of this.#tablets)
      if (!tablet.isSettled(last, this.#isLossy)) return `${tablet.name} is not in step`
    for (const phone of this.#phones)
      if (!phone.isSettled) return `phone ${phone.player} has not brought everything`
    const { alarm } = running.uplink.state
    if (alarm !== null) return `Core's copy: ${alarm}`
    if (this.#core.lastSequence !== last) return "Core is behind"
    for (const { player, own } of this.#phones) {
      const room = this.#leaf.rooms.get(roomOf(player))
      if (!own || !room || !isSame(own.doc, room.doc)) return `phone ${player} is not in step`
    }
    return this.#documentsApart()
  }

  #documentsApart(): string | null {
    const room = this.#leaf.rooms.get(FLOOR_ROOM)
    if (!room) return "the floor is not open"
    const docs = [
      ...this.#tablets.map(({ name, floor }) => [name, floor?.doc] as const),
      ...this.#displays.map(({ link, doc }) => [link.name, doc] as const),
    ]
    for (const [name, doc] of docs)
      if (!doc || !isSame(doc, room.doc)) return `${name} has another floor`
    return null
  }

  /** All are alike: the Leaf stops and starts once more, and is looked at from the disk up. */
  #close(): void {
    const [world, leaf] = [this.#world, this.#leaf]
    let { process } = leaf
    let step: "stopping" | "starting" | "looking" = "stopping"
    this.#phase = "closing"
    const closing = async () => {
      this.#audit()
      await leaf.stop()
      step = "starting"
      leaf.start()
      process = leaf.process
    }
    world.schedule(0, "the leaf is told to stop", () => void closing(), process)
    const until = world.elapsedMs + SETTLED_WITHIN_MS
    const look = () => {
      // What came late from the log may end it once more: then all has to be alike once more.
      if (leaf.process !== process) return this.#heal()
      if (world.elapsedMs > until) throw new PromiseBroken("The Leaf does not stop and start.")
      world.schedule(100, "timer", look, null)
      if (step !== "starting" || !leaf.running) return
      step = "looking"
      world.schedule(0, "all is looked at", () => void this.#verify(), process)
    }
    world.schedule(500, "timer", look, null)
  }

  async #verify(): Promise<void> {
    const { disk, logServer, running } = this.#leaf
    const log = new SimulatedEventLog(logServer, this.#world, () => {})
    const found = await verify(log, WITNESS, disk)
    if (!found.chain.ok || !found.witness.agrees)
      throw new PromiseBroken(`The ledger does not verify: ${JSON.stringify(found)}.`)
    if (!running) throw new PromiseBroken("The Leaf did not stay up.")
    this.#auditor.holdLedger(running.ledger.state)
    for (const name of logServer.rooms.keys()) await this.#leaf.room(name)
    this.#world.note(`line ${found.lastSequence} is ${found.headHash}`)
    this.#phase = "over"
  }

  /** Nobody has written another's registration. */
  #holdRegistrations(): void {
    for (let player = 1; player <= PLAYERS; player++) {
      const doc = new Y.Doc()
      for (const update of this.#leaf.logServer.rooms.get(roomOf(player)) ?? [])
        Y.applyUpdate(doc, update)
      const nickname = readRegisters(doc).get("nickname") ?? nameOf(player)
      if (nickname !== nameOf(player))
        throw new PromiseBroken(`Somebody else has written player ${player}'s registration.`)
    }
  }

  #audit(): void {
    const { running, logServer, disk } = this.#leaf
    if (!running) throw new PromiseBroken("The Leaf did not stay up.")
    const refused = new Set(
      this.#tablets.flatMap(({ outbox }) => outbox?.refused().map(({ intent }) => intent.id) ?? []),
    )
    // Who knew of lines that are lost waits for a person, and says so.
    for (const { isAhead, outbox } of this.#isLossy ? this.#tablets : [])
      for (const { intent } of isAhead ? (outbox?.items() ?? []) : []) refused.add(intent.id)
    const { state } = running.ledger
    this.#auditor.holdAll(
      state,
      this.#tablets.map((tablet) => tablet.state),
      refused,
    )
    this.#holdCore()
    this.#auditor.holdNames("the log", logServer.text())
    this.#auditor.holdNames("the witness's disk", disk.text())
    this.#auditor.holdNames("Core", JSON.stringify(this.#core.taken))
    for (const [name, updates] of logServer.rooms)
      if (!name.startsWith("registration/"))
        for (const update of updates)
          this.#auditor.holdNames(name, Buffer.from(update).toString("utf8"))
    this.#holdRegistrations()
    for (const phone of this.#phones) {
      const registers = phone.own?.registers.all()
      for (const [field, value] of phone.said)
        if (registers?.get(field) !== value)
          throw new PromiseBroken(`Phone ${phone.player}'s ${field} is not what its player said.`)
    }
  }
}

const isSame = (one: Y.Doc, other: Y.Doc): boolean =>
  Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))
