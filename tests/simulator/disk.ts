import type { Disk, DiskFile } from "../../ledger/disk.ts"
import type { World } from "./world.ts"

/** What is written on one file: what a power cut leaves of it, and what is read until then. */
type Inode = { durable: Buffer; written: Buffer }

const NOTHING = Buffer.alloc(0)

/** The system could not do it; it has a code, as Node's own have. */
class DiskError extends Error {
  readonly code: string
  constructor(code: string, what: string) {
    super(`${code}: ${what}`)
    this.code = code
  }
}

/**
 * A disk that holds what is not synced only until the power goes: then each file keeps what was
 * synced and, by chance, a beginning of what came after; a name that was not synced is as it was.
 */
export class SimulatedDisk implements Disk {
  /** Says that it has synced when it has not. */
  isLying = false
  /** There is no room for another byte. */
  isFull = false
  /** It cannot put anything on its plates, and says so. */
  failsToSync = false
  readonly #world: World
  readonly #durableNames = new Map<string, Inode>()
  readonly #names = new Map<string, Inode>()

  constructor(world: World) {
    this.#world = world
  }

  exists(path: string): boolean {
    return this.#names.has(path)
  }

  async open(path: string, flags: "a+" | "r" | "w"): Promise<DiskFile> {
    await this.#wait()
    const known = this.#names.get(path)
    if (!known && flags === "r") throw new DiskError("ENOENT", `no such file, open '${path}'`)
    const inode = known ?? { durable: NOTHING, written: NOTHING }
    if (!known) this.#names.set(path, inode)
    if (flags === "w") inode.written = NOTHING
    return this.#file(inode)
  }

  makeFolder(): Promise<void> {
    return this.#wait()
  }

  async names(folder: string): Promise<string[]> {
    await this.#wait()
    return [...this.#names.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1))
  }

  async copy(from: string, to: string): Promise<void> {
    await this.#wait()
    this.#names.set(to, { durable: NOTHING, written: this.#inode(from).written })
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#wait()
    this.#names.set(to, this.#inode(from))
    this.#names.delete(from)
  }

  async remove(path: string): Promise<void> {
    await this.#wait()
    this.#names.delete(path)
  }

  syncFile(path: string): Promise<void> {
    return this.#sync(this.#inode(path))
  }

  async syncFolder(): Promise<void> {
    await this.#wait()
    if (this.isLying) return
    this.#durableNames.clear()
    for (const [path, inode] of this.#names) this.#durableNames.set(path, inode)
  }

  /** The power goes. */
  cutPower(): void {
    // A journal keeps the names as they were at one moment: the last that was synced, or now.
    if (this.#world.once(2)) {
      this.#names.clear()
      for (const [path, inode] of this.#durableNames) this.#names.set(path, inode)
    }
    for (const inode of new Set(this.#names.values())) {
      inode.written = this.#left(inode)
      inode.durable = inode.written
    }
  }

  /** Whether a power cut now would leave this text in the file. */
  holds(path: string, text: string): boolean {
    const inode = this.#names.get(path)
    return (
      inode !== undefined && this.#durableNames.get(path) === inode && inode.durable.includes(text)
    )
  }

  /** One bit of a file is another now. Says whether there was one. */
  flipBit(path: string): boolean {
    const inode = this.#names.get(path)
    if (!inode || inode.written.length === 0) return false
    const rotten = Buffer.from(inode.written)
    const place = this.#world.pick(rotten.length)
    rotten[place] = (rotten[place] ?? 0) ^ (1 << this.#world.pick(8))
    inode.written = rotten
    inode.durable = rotten
    return true
  }

  /** All that can be read of it, as one text. */
  text(): string {
    return [...this.#names.values()].map(({ written }) => written.toString("utf8")).join("\n")
  }

  /** All files as they are, to be put back later. */
  copyOfAll(): () => void {
    const copies = [...this.#names].map(([path, { written }]) => [path, written] as const)
    return () => {
      this.wipe()
      for (const [path, written] of copies) this.#names.set(path, { durable: written, written })
      for (const [path, inode] of this.#names) this.#durableNames.set(path, inode)
    }
  }

  wipe(): void {
    this.#names.clear()
    this.#durableNames.clear()
  }

  #file(inode: Inode): DiskFile {
    return {
      read: async (buffer, offset, length, position) => {
        await this.#wait()
        return { bytesRead: inode.written.copy(buffer, offset, position, position + length) }
      },
      appendFile: async (data) => {
        await this.#wait()
        const bytes = Buffer.from(data)
        const room = this.isFull ? this.#world.pick(bytes.length) : bytes.length
        inode.written = Buffer.concat([inode.written, bytes.subarray(0, room)])
        if (this.isFull) throw new DiskError("ENOSPC", "no space left on device, write")
      },
      truncate: async (length) => {
        await this.#wait()
        inode.written = inode.written.subarray(0, length)
      },
      datasync: () => this.#sync(inode),
      sync: () => this.#sync(inode),
      close: () => Promise.resolve(),
    }
  }

  async #sync(inode: Inode): Promise<void> {
    await this.#wait()
    if (this.failsToSync) throw new DiskError("EIO", "i/o error, fdatasync")
    if (!this.isLying) inode.durable = inode.written
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path)
    if (!inode) throw new DiskError("ENOENT", `no such file '${path}'`)
    return inode
  }

  /** What is left of a file when the power has gone. */
  #left({ durable, written }: Inode): Buffer {
    if (durable.equals(written)) return written
    const isLonger = written.subarray(0, durable.length).equals(durable)
    if (!isLonger) return this.#world.once(2) ? durable : written
    return written.subarray(
      0,
      durable.length + this.#world.pick(written.length - durable.length + 1),
    )
  }

  #wait(): Promise<void> {
    return this.#world.pause(this.#world.pick(3), "disk")
  }
}
