import { suite } from "uvu"
import { Server } from "../../bench/relay/server.ts"
import { yWebsocketContract } from "../contracts/y-websocket.ts"

/** Each server in a process of its own, with what it keeps documents in. */
for (const [name, path] of [
  ["reference", ""],
  ["felt", "/sync"],
] as const) {
  const test = suite(`y-websocket: ${name}`)
  let running: Server | undefined
  test.before(async () => {
    running = await Server.start(name)
  })
  test.after(() => running?.kill())
  yWebsocketContract(test, () => ({
    address: `ws://127.0.0.1:${running?.port}${path}`,
    params: { token: "writer" },
    async restart() {
      await running?.kill()
      running = await running?.startAgain()
    },
  }))
  test.run()
}
