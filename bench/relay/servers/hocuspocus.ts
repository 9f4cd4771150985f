import { DatabaseSync } from "node:sqlite"
import { Database } from "@hocuspocus/extension-database"
import { Server } from "@hocuspocus/server"
import { place, serve } from "./serve.ts"

/** Hocuspocus as it comes, with its database extension over SQLite that syncs each commit. */
const { port, data } = place()
const database = new DatabaseSync(`${data}/documents.sqlite`)
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
database.exec("CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, state BLOB NOT NULL)")
const select = database.prepare("SELECT state FROM documents WHERE name = ?")
const upsert = database.prepare(
  "INSERT INTO documents VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state",
)
const server = new Server({
  port,
  address: "127.0.0.1",
  quiet: true,
  stopOnSignals: false,
  extensions: [
    new Database({
      fetch: ({ documentName }) => {
        const state = select.get(documentName)?.["state"]
        return Promise.resolve(state instanceof Uint8Array ? state : null)
      },
      store: ({ documentName, state }) => {
        upsert.run(documentName, state)
        return Promise.resolve()
      },
    }),
  ],
})
await server.listen()
serve({ port: server.address.port, stop })

async function stop(): Promise<void> {
  await server.destroy()
  database.close()
}
