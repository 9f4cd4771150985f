import { type Logger, pino } from "pino"
import * as assert from "uvu/assert"
import { blankProjection } from "../../leaf/blank-projection.ts"
import { readConfig } from "../../leaf/config.ts"
import { HttpServer } from "../../leaf/http/server.ts"
import type { IdleTimes } from "../../leaf/idle-check.ts"
import { Leaf } from "../../leaf/leaf.ts"
import { Role } from "../../schemas/wire.ts"
import { temporaryFolder } from "./folder.ts"
import { natsServerPath } from "./nats.ts"

/** A Leaf in the test's own process: what only its own code can do to it, a test can. */
export type OwnLeaf = { data: string; leaf: Leaf; http: HttpServer; url: string }

/** Opens one that serves; whoever opens it closes `http` and then `leaf`. */
export async function openOwnLeaf(
  options: {
    data?: string
    log?: Logger
    idleTimes?: IdleTimes
    environment?: NodeJS.ProcessEnv
  } = {},
): Promise<OwnLeaf> {
  const { data = temporaryFolder(), log = pino({ level: "silent" }), idleTimes } = options
  const config = {
    ...readConfig({
      FELT_DATA: data,
      FELT_NATS_SERVER: natsServerPath(),
      ...options.environment,
    }),
    minimumFreeBytes: 0,
    port: 0,
  }
  const http = await HttpServer.listen(config, "b1", "/nowhere", log)
  const leaf = await Leaf.open({
    config,
    build: "b1",
    blankProjection: blankProjection(),
    log,
    ...(idleTimes && { idleTimes }),
    onFatal: (error) => assert.unreachable(String(error)),
  })
  http.serve(leaf)
  return { data, leaf, http, url: `http://127.0.0.1:${http.port}` }
}

/** Somebody of each role, signed in. */
export async function tokensByRole(leaf: Leaf): Promise<Map<Role, string>> {
  const tokens = new Map<Role, string>()
  for (const [index, role] of Role.options.entries()) {
    const pin = `7193482${index}`
    await leaf.sessions.addStaff(pin, role)
    const welcome = await leaf.sessions.signIn(pin, "tablet")
    if (welcome.outcome === "welcome") tokens.set(role, welcome.token)
  }
  return tokens
}
