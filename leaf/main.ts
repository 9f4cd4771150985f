import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { LedgerInDoubt } from "../ledger/recover.ts"
import { blankProjection } from "./blank-projection.ts"
import { readConfig } from "./config.ts"
import { StartRefused } from "../program/start-refused.ts"
import { lockDataFolder } from "./data-folder.ts"
import { HttpServer } from "./http/server.ts"
import { Leaf } from "./leaf.ts"
import { createLog } from "../program/log.ts"

/** Ended by a setting, a file or a machine that is not as it must be: starting again will not help. */
const EXIT_REFUSED = 2
/** Ended because memory and disk may differ: starting again will help. */
const EXIT_FATAL = 70

const root = fileURLToPath(new URL("..", import.meta.url))

await main()

/** Starts the Leaf, says so on standard output, and runs until it is told to stop. */
async function main(): Promise<void> {
  // Whoever says stop while the Leaf is starting gets an orderly stop right after it.
  const told = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, resolve)
  })
  try {
    const config = readConfig(process.env)
    const log = createLog(config.logLevel)
    const lock = lockDataFolder(config.data)
    const pidFile = `${config.data}/leaf.pid`
    writeFileSync(pidFile, `${process.pid}\n`)
    const build = readBuild()
    const http = await HttpServer.listen(config, build, `${root}/dist/client`, log)
    const leaf = await Leaf.open({
      config: { ...config, port: http.port, names: http.names },
      build,
      blankProjection: blankProjection(),
      log,
      onFatal(error) {
        log.fatal({ error }, "the Leaf ends and must be started again")
        process.exit(EXIT_FATAL)
      },
    })
    http.serve(leaf)
    process.stdout.write(`${JSON.stringify({ ready: leaf.addresses() })}\n`)
    await told
    await stop(leaf, http)
    rmSync(pidFile)
    lock.release()
    process.exit(0)
  } catch (error) {
    if (!(error instanceof StartRefused || error instanceof LedgerInDoubt)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(EXIT_REFUSED)
  }
}

async function stop(leaf: Leaf, http: HttpServer): Promise<void> {
  const closed = http.close()
  await leaf.disconnect()
  await closed
  await leaf.close()
}

function readBuild(): string {
  const stamp = `${root}/dist/.built`
  return existsSync(stamp) ? readFileSync(stamp, "utf8").trim().slice(0, 12) : "dev"
}
