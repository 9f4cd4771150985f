import type { Logger } from "pino"
import { type NatsClient, NatsProcess, type NatsSetup, natsPaths } from "../program/nats-process.ts"
import { steadyNow } from "../program/steady-clock.ts"
import { syncTree } from "../program/sync-files.ts"
import type { Millis } from "../schemas/units.ts"
import { type Credentials, natsConfig, readCredentials } from "./nats-config.ts"
import { copyBeforeStart } from "./store-copy.ts"

/** The venue's own nats-server, of which the ledger's store is copied before it may cut anything off. */
export class NatsServer {
  readonly credentials: Credentials
  /** The copy of the ledger from before the start, where the last stop was not an orderly one. */
  readonly copy: string | null
  readonly #process: NatsProcess

  private constructor(process: NatsProcess, credentials: Credentials, copy: string | null) {
    this.#process = process
    this.credentials = credentials
    this.copy = copy
  }

  /**
   * Starts the server on the data folder's store and waits until it is well. After a stop that was
   * not an orderly one the ledger's files are copied first.
   * @param at the time of this start
   * @throws StartRefused where the binary is missing or too old, the copy cannot be made, or the
   *   running server would acknowledge what is not on the disk
   */
  static async start(
    binary: string,
    data: string,
    log: Logger,
    at: Millis = steadyNow(),
    options: Pick<NatsSetup, "readyWithinMs" | "choosePort"> = {},
  ): Promise<NatsServer> {
    const paths = natsPaths(data)
    const credentials = readCredentials(paths)
    // Only just written at the first start; a cut must not leave a file that cannot be read.
    await syncTree(`${paths.folder}/credentials.json`)
    let copy: string | null = null
    let startsAt: Millis | null = at
    const process = await NatsProcess.start({
      ...options,
      binary,
      data,
      log,
      configOf: (client) => natsConfig(paths, client, credentials),
      async beforeUncleanStart() {
        const made = await copyBeforeStart(data, startsAt ?? steadyNow())
        if (startsAt) copy = made
      },
      unreadable: (folders) =>
        `nats-server cannot read ${folders}. Take no money, move that folder away and keep it; ` +
        "where it is the ledger's, the next start fills a new one from the witness.",
    })
    startsAt = null
    return new NatsServer(process, credentials, copy)
  }

  get client(): NatsClient {
    return this.#process.client
  }

  get processId(): number | undefined {
    return this.#process.processId
  }

  /** Told when the server is well again after it ended by itself. */
  set onStartedAgain(listener: () => void) {
    this.#process.onStartedAgain = listener
  }

  /** Whether the server says that it is well. */
  isWell(): Promise<boolean> {
    return this.#process.isWell()
  }

  /** Lets it write what it has and end. */
  stop(): Promise<void> {
    return this.#process.stop()
  }
}
