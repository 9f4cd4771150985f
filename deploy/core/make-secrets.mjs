#!/usr/bin/env node
// Makes what Core, its hub and its database must know of each other and nobody else, as files of a
// folder that stays out of every repository:
//
//   node deploy/core/make-secrets.mjs <folder> <postgres host> <pgbouncer host> <nats host> …
//
// What is there already is kept: a second run changes nothing.
import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import process from "node:process"
import { createAccount } from "@nats-io/jwt"

const [folder, postgres, pooler, ...hubs] = process.argv.slice(2)
if (!folder || !postgres || !pooler || hubs.length === 0) {
  process.stderr.write("Say: make-secrets.mjs <folder> <postgres> <pgbouncer> <nats host> …\n")
  process.exit(2)
}
if (existsSync(`${folder}/hub.conf`)) {
  process.stderr.write(`There are secrets in ${folder}; they stay as they are.\n`)
  process.exit(0)
}
const password = () => randomBytes(24).toString("base64url")
const [owner, core, hub, cluster] = [password(), password(), password(), password()]
const account = createAccount()
const files = {
  "hub.conf":
    `CORE_PASSWORD: "${hub}"\nCLUSTER_PASSWORD: "${cluster}"\n` +
    `ISSUER: "${account.getPublicKey()}"\n` +
    `ROUTES: [${hubs.map((host) => `"nats-route://route:${cluster}@${host}:6222"`).join(", ")}]\n`,
  nats_issuer_seed: new TextDecoder().decode(account.getSeed()),
  nats_url: hubs.map((host) => `tls://core:${hub}@${host}:4222`).join(","),
  database_url: `postgres://felt_core:${core}@${pooler}:6432/felt`,
  database_owner_url: `postgres://felt:${owner}@${postgres}:5432/felt`,
  postgres_password: owner,
  "userlist.txt": `"felt_core" "${core}"\n`,
  // Core makes its roles itself; this one's password it cannot know.
  "roles.sql": `create role felt_core login noinherit password '${core}';\n`,
}
mkdirSync(folder, { recursive: true, mode: 0o700 })
for (const [name, text] of Object.entries(files))
  writeFileSync(`${folder}/${name}`, text, { mode: 0o600 })
