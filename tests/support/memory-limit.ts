import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs"
import process from "node:process"
import { temporaryFolder } from "./folder.ts"
import { until } from "./until.ts"

/** Where version 1 of the kernel's control groups limits memory. */
const GROUPS = "/sys/fs/cgroup/memory"
const LOOK_EVERY_MS = 100

/** So much memory, and no more, for a program and all that it starts, as on a small device. */
export class MemoryLimit {
  readonly #group: string
  readonly #timer: ReturnType<typeof setInterval>
  #peakBytes = 0

  private constructor(group: string) {
    this.#group = group
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
    this.#timer.unref()
  }

  /** A new limit, or `null` where this machine sets none: that takes root and control groups of version 1. */
  static make(bytes: number): MemoryLimit | null {
    const group = `${GROUPS}/felt-${process.pid}`
    try {
      mkdirSync(group)
    } catch {
      return null
    }
    writeFileSync(`${group}/memory.limit_in_bytes`, String(bytes))
    return new MemoryLimit(group)
  }

  /** A program that puts itself under the limit before it is the given one. */
  under(program: string): string {
    const script = `${temporaryFolder()}/limited`
    const lines = ["#!/bin/sh", `echo $$ >${this.#group}/cgroup.procs`, `exec ${program} "$@"`]
    writeFileSync(script, `${lines.join("\n")}\n`, { mode: 0o755 })
    return script
  }

  /**
   * The limit; the most of it that was in use, without what the kernel keeps of files and gives back
   * at once; whom it had to kill; and how many are under it now.
   */
  figures(): { limitBytes: number; peakBytes: number; kills: number; processes: number } {
    this.#look()
    return {
      limitBytes: this.#number("memory.limit_in_bytes", /^(\d+)/),
      peakBytes: this.#peakBytes,
      kills: this.#number("memory.oom_control", /^oom_kill (\d+)$/m),
      processes: this.#read("cgroup.procs").split("\n").filter(Boolean).length,
    }
  }

  /** Once nobody is under it any more. */
  async remove(): Promise<void> {
    clearInterval(this.#timer)
    await until("nobody is under the limit", () => this.#read("cgroup.procs") === "")
    rmdirSync(this.#group)
  }

  #look(): void {
    const used = this.#number("memory.stat", /^total_rss (\d+)$/m)
    this.#peakBytes = Math.max(this.#peakBytes, used)
  }

  #number(file: string, pattern: RegExp): number {
    return Number(pattern.exec(this.#read(file))?.[1])
  }

  #read(file: string): string {
    return readFileSync(`${this.#group}/${file}`, "utf8")
  }
}
