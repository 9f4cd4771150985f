import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process"
import { chownSync, existsSync, mkdirSync, statSync } from "node:fs"
import { rename, rm } from "node:fs/promises"
import process from "node:process"
import { createInterface } from "node:readline"
import { setTimeout as wait } from "node:timers/promises"
import { syncFolder } from "../program/sync-files.ts"
import { StartRefused } from "../program/start-refused.ts"
import { lockFolder } from "../program/folder-lock.ts"
import { findPostgres } from "./postgres-binaries.ts"
import { endOrphan } from "./postgres-orphan.ts"

/** Postgres refuses to run as root; this is "nobody" everywhere. */
const NOBODY = 65_534
const STOP_WITHIN_MS = 20_000
/** The address of a socket has room for no more on macOS, and for four more on Linux. */
const SOCKET_MAX_BYTES = 103
const USER = "felt"
const READY = /ready to accept connections/
/** The children of a server that was killed take a moment to notice. */
const OTHERS_STILL_THERE = /pre-existing shared memory block/
const LOOK_AGAIN_MS = 50

/** How `pg` finds the Postgres of a folder, whoever has started it. */
export const connectionOf = (folder: string) => ({ host: folder, user: USER, database: "postgres" })

/**
 * Core's own Postgres, as a child on a folder: made at the first start, stopped last. It listens on
 * a socket in that folder and nowhere else, and whoever may enter the folder may use it: the user
 * that it belongs to, and root. Started by root it runs as "nobody", and the folder becomes that
 * user's.
 */
export class EmbeddedPostgres {
  /** Resolves with its last words when it has ended without having been told to. */
  readonly ended: Promise<string>
  readonly #child: Child
  readonly #unlock: () => void

  private constructor(child: Child, unlock: () => void) {
    this.#child = child
    this.#unlock = unlock
    this.ended = new Promise((resolve) => {
      void child.ended.then(() => {
        if (!child.isTold) resolve(child.lastWords)
      })
    })
  }

  /**
   * Starts it and waits until it takes connections; after a cut that is when it has recovered.
   * @param folder its parents must be open to the user that Postgres runs as
   * @throws FolderTaken where another Core holds the folder, StartRefused where it cannot start
   */
  static async start(folder: string): Promise<EmbeddedPostgres> {
    assertShort(folder)
    const { initdb, postgres } = findPostgres()
    const options = { cwd: folder, ...takeFolder(folder) }
    const { release } = lockFolder(folder, { program: "Core", setting: "FELT_CORE_DATA" })
    try {
      await endOrphan(`${clusterOf(folder)}/postmaster.pid`, clusterOf(folder))
      if (!existsSync(clusterOf(folder))) await makeCluster(folder, initdb, options)
      const args = ["-D", clusterOf(folder), ...settingsFor(folder)]
      for (;;) {
        // A group of its own: Ctrl-C must reach Core first, which stops the database last.
        const child = new Child(postgres, args, { ...options, detached: true })
        if (await child.says(READY)) return new EmbeddedPostgres(child, release)
        if (!OTHERS_STILL_THERE.test(child.lastWords))
          throw new StartRefused(`Postgres does not start on ${folder}: ${child.lastWords}`)
        await wait(LOOK_AGAIN_MS)
      }
    } catch (error) {
      release()
      throw error
    }
  }

  /** Lets it finish what it is doing and end; its clients are cut off. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#child.tell("SIGQUIT"), STOP_WITHIN_MS)
    await this.#endBy("SIGINT")
    clearTimeout(timer)
  }

  /** Cuts it off, as a cut of the power does. */
  kill(): Promise<void> {
    return this.#endBy("SIGKILL")
  }

  async #endBy(signal: NodeJS.Signals): Promise<void> {
    this.#child.tell(signal)
    await this.#child.ended
    this.#unlock()
  }
}

/** A program of Postgres that runs, and what it said last. */
class Child {
  readonly ended: Promise<{ status: number | null }>
  /** Whether it was told to end. */
  isTold = false
  readonly #process: ChildProcess
  readonly #lines: string[] = []
  #onLine: (line: string) => void = () => {}

  constructor(program: string, args: readonly string[], options: SpawnOptions) {
    this.#process = spawn(program, args, {
      stdio: ["ignore", "ignore", "pipe"],
      // In the words that are waited for.
      env: { LC_ALL: "C" },
      ...options,
    })
    if (this.#process.stderr)
      createInterface(this.#process.stderr).on("line", (line) => {
        this.#lines.push(line.trim())
        this.#lines.splice(0, this.#lines.length - 10)
        this.#onLine(line)
      })
    this.ended = new Promise((resolve) => {
      this.#process.once("close", (status) => resolve({ status }))
      this.#process.once("error", (error) => {
        this.#lines.push(`${error.message} (as user ${options.uid ?? process.getuid?.()}).`)
        resolve({ status: null })
      })
    })
  }

  get lastWords(): string {
    return this.#lines.join(" ")
  }

  /** Whether it says so before it ends. */
  says(words: RegExp): Promise<boolean> {
    return new Promise((resolve) => {
      this.#onLine = (line) => {
        if (words.test(line)) resolve(true)
      }
      void this.ended.then(() => resolve(false))
    })
  }

  tell(signal: NodeJS.Signals): void {
    this.isTold = true
    this.#process.kill(signal)
  }
}

const clusterOf = (folder: string) => `${folder}/cluster`

function settingsFor(folder: string): string[] {
  const settings = {
    listen_addresses: "",
    // A list: what is quoted is one name, whatever is in it.
    unix_socket_directories: `"${folder.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
    // What was written of documents since erased must not wait in a file to be used anew.
    wal_recycle: "off",
    // No log may hold what is in a table.
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
  }
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])
}

function assertShort(folder: string): void {
  const longest = SOCKET_MAX_BYTES - "/.s.PGSQL.5432".length
  if (Buffer.byteLength(folder) > longest)
    throw new StartRefused(
      `The name of the folder ${folder} has more than ${longest} bytes, too many for a socket ` +
        "in it. Set FELT_CORE_DATA to a shorter one.",
    )
}

/** Makes the folder where there is none; returns as whom Postgres is to run, where not as ourselves. */
function takeFolder(folder: string): { uid?: number; gid?: number } {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (process.getuid?.() !== 0) return {}
    const { uid, gid } = statSync(folder)
    if (uid !== 0) return { uid, gid }
    chownSync(folder, NOBODY, NOBODY)
    return { uid: NOBODY, gid: NOBODY }
  } catch (cause) {
    throw new StartRefused(`The folder ${folder} cannot be made: ${String(cause)}.`, { cause })
  }
}

/** Made under another name, so that one that was cut off half-way is made again. */
async function makeCluster(folder: string, initdb: string, options: SpawnOptions): Promise<void> {
  const part = `${clusterOf(folder)}.part`
  await rm(part, { recursive: true, force: true })
  const child = new Child(
    initdb,
    [
      ["-D", part, "-U", USER, "--auth-local=trust", "--auth-host=reject", "--no-instructions"],
      // Not those of the machine: they change with its libraries, and indexes with them.
      ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    ].flat(),
    options,
  )
  const { status } = await child.ended
  if (status !== 0)
    throw new StartRefused(`Postgres cannot be set up in ${folder}: ${child.lastWords}`)
  await rename(part, clusterOf(folder))
  await syncFolder(folder)
}
