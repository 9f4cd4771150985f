import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import process from "node:process"
import { temporaryFolder } from "./folder.ts"
import { until } from "./until.ts"

const SIZE_BYTES = 256 * 1_024 * 1_024
/** The kernel's own way to cut ext4 off: EXT4_IOC_SHUTDOWN, without writing its journal out. */
const CUT =
  'open(my $f, "<", $ARGV[0]) or die "$!"; my $how = pack("I", 2); ' +
  'ioctl($f, 0x8004587d, $how) or die "$!"'

const mounted = new Set<string>()
// Before the folders are deleted: what is mounted cannot be.
process.prependListener("exit", () => {
  for (const folder of mounted) run("umount", "-l", folder)
})
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => process.exit(1))

/** A file system of its own, in a file, whose power can be cut. Only root may have one. */
export class Disk {
  readonly folder: string
  readonly #image: string

  private constructor(folder: string, image: string) {
    this.folder = folder
    this.#image = image
  }

  /**
   * A new, empty disk, or `null` where this machine does not let us have one: that takes root, a
   * free loop device, `mkfs.ext4` and `perl`, and a kernel that lets ext4 be cut off.
   */
  static async make(): Promise<Disk | null> {
    if (process.getuid?.() !== 0 || !existsSync("/dev/loop-control")) return null
    const base = temporaryFolder()
    const disk = new Disk(`${base}/disk`, `${base}/image`)
    mkdirSync(disk.folder)
    writeFileSync(disk.#image, "")
    truncateSync(disk.#image, SIZE_BYTES)
    try {
      run("mkfs.ext4", "-q", "-F", disk.#image)
      disk.#mount()
      disk.cut()
      await disk.restart()
      return disk
    } catch {
      // One of them is missing, or this is a container that may not mount.
      if (mounted.has(disk.folder)) await disk.remove()
      return null
    }
  }

  /** Cuts the power: whatever was not synced is gone. Nobody can write any more. */
  cut(): void {
    run("perl", "-e", CUT, this.folder)
  }

  /** Turns it on again. Whoever had a file open must have been killed. */
  async restart(): Promise<void> {
    await this.remove()
    this.#mount()
  }

  remove(): Promise<void> {
    return unmount(this.folder)
  }

  #mount(): void {
    run("mount", "-o", "loop", this.#image, this.folder)
    mounted.add(this.folder)
  }
}

/**
 * A disk of which nothing is there that was not synced, and of the last write a part: it knows no journal,
 * so it shows what a kernel's could hide. It is made of a program that `npm run chaos` builds (lazy-disk.c).
 */
export class LazyDisk {
  readonly folder: string
  readonly #program: string
  readonly #base: string

  /** A new, empty disk. Only root may have one. */
  constructor(program: string) {
    this.#program = program
    this.#base = temporaryFolder()
    this.folder = `${this.#base}/disk`
    for (const name of ["disk", "live", "durable"]) mkdirSync(`${this.#base}/${name}`)
    this.#mount()
  }

  /** Cuts the power. Whoever writes must have been stopped before. */
  cut(): void {
    mkdirSync(`${this.folder}/.cut-the-power`)
  }

  /** Turns it on again, with what was on it. Whoever had a file open must have been killed. */
  async restart(): Promise<void> {
    await this.remove()
    rmSync(`${this.#base}/live`, { recursive: true })
    run("cp", "-a", `${this.#base}/durable`, `${this.#base}/live`)
    this.#mount()
  }

  remove(): Promise<void> {
    return unmount(this.folder)
  }

  #mount(): void {
    const folders = ["live", "durable", "disk"].map((name) => `${this.#base}/${name}`)
    run(this.#program, ...folders, "-s")
    mounted.add(this.folder)
  }
}

/** A process that was killed holds its files until the kernel has ended it, which may be after its parent. */
async function unmount(folder: string): Promise<void> {
  await until(`nobody holds a file on ${folder}`, () => {
    try {
      run("umount", folder)
      return true
    } catch (error) {
      if (error instanceof Error && error.message.includes("target is busy")) return false
      throw error
    }
  })
  mounted.delete(folder)
}

function run(command: string, ...words: string[]): void {
  execFileSync(command, words, { stdio: ["ignore", "ignore", "pipe"] })
}
