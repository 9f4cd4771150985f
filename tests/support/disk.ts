import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, truncateSync, writeFileSync } from "node:fs"
import process from "node:process"
import { temporaryFolder } from "./folder.ts"

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
  static make(): Disk | null {
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
      disk.restart()
      return disk
    } catch {
      // One of them is missing, or this is a container that may not mount.
      if (mounted.has(disk.folder)) disk.remove()
      return null
    }
  }

  /** Cuts the power: whatever was not synced is gone. Nobody can write any more. */
  cut(): void {
    run("perl", "-e", CUT, this.folder)
  }

  /** Turns it on again. Whoever had a file open must have ended. */
  restart(): void {
    this.remove()
    this.#mount()
  }

  remove(): void {
    run("umount", this.folder)
    mounted.delete(this.folder)
  }

  #mount(): void {
    run("mount", "-o", "loop", this.#image, this.folder)
    mounted.add(this.folder)
  }
}

function run(command: string, ...words: string[]): void {
  execFileSync(command, words, { stdio: ["ignore", "ignore", "pipe"] })
}
