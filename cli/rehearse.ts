import { existsSync } from "node:fs"
import { tmpdir } from "node:os"
import { resolve } from "node:path"
import process from "node:process"
import { fillFolder } from "../leaf/backup/fill.ts"
import { withScratch } from "../leaf/backup/make.ts"
import { BackupRefused } from "../leaf/backup/seal.ts"
import { readConfig } from "../leaf/config.ts"
import { readIdentity } from "../leaf/identity.ts"
import { millis } from "../schemas/units.ts"
import { keyPathOf } from "./backup.ts"
import { InputError } from "./input-error.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"
import { verifyLedger } from "./ledger-verify.ts"
import { afterAMoment, progressBar } from "./progress.ts"
import {
  described,
  goneSinceThen,
  type OpenBackup,
  openBackup,
  type RestoreFlags,
} from "./restore-file.ts"
import { Supervisor } from "./supervisor.ts"

/** What `felt restore --rehearse` prints. */
export type Rehearsal = {
  venueId: string
  madeAt: string
  documents: number
  lastSequence: number
  headHash: string
  /** A real Leaf was ready on what was restored, and said so at `/readyz`. */
  ready: boolean
  /** The chain holds and the books balance. */
  verified: boolean
  /** From the first byte to a Leaf that is ready. */
  tookMs: number
  /** Lines that the Leaf on the data folder has beyond these; `null` where there is none. */
  leafIsAhead: number | null
  ok: boolean
}

/**
 * `felt restore --from … --rehearse`: restores into a folder of its own, starts a real Leaf there on a
 * free port of the loopback address, asks whether it is ready and its books balance, and removes it
 * all again. The Leaf on the data folder goes on meanwhile, and Core hears nothing of it.
 * @throws InputError where the backup cannot be used, or is of another venue than the data folder
 */
export async function rehearse(flags: RestoreFlags): Promise<Rehearsal> {
  const started = performance.now()
  const data = resolve(flags.data)
  const { natsServer } = readConfig({ ...process.env, FELT_DATA: data })
  const backup = await openBackup(flags.from, keyPathOf(data, flags.key))
  const leafIsAhead = await linesBeyond(data, backup)
  try {
    return await withScratch(existsSync(data) ? data : `${tmpdir()}/felt`, async (folder) => {
      const { sequence, hash } = await fillFolder({
        folder,
        witness: `${folder}/witness/ledger.jsonl`,
        natsServer,
        backup,
        gone: await goneSinceThen(backup),
        withCore: false,
        at: millis(Date.now()),
        onProgress: afterAMoment(progressBar(process.stderr, "lines")),
      })
      const { ready, verified, readyAt } = await tryLeaf(folder)
      return {
        ...described(backup),
        lastSequence: sequence,
        headHash: hash,
        ready,
        verified,
        tookMs: Math.round(readyAt - started),
        leafIsAhead,
        ok: ready && verified,
      }
    })
  } catch (cause) {
    if (cause instanceof BackupRefused) throw new InputError(cause.message, { cause })
    throw cause
  }
}

async function tryLeaf(folder: string) {
  const leaf = new Supervisor(environmentFor(folder), () => {})
  try {
    const [address = ""] = await leaf.start()
    const { ok } = await fetch(`${address}/readyz`)
    const readyAt = performance.now()
    return { ready: ok, verified: (await verifyLedger(folder)).ok, readyAt }
  } finally {
    await leaf.stop()
  }
}

/** Nothing of this box's own settings but what a Leaf needs to run: no Core, no witness, no address. */
function environmentFor(folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("FELT_"))
  return {
    ...Object.fromEntries(own),
    FELT_DATA: folder,
    FELT_HOST: "127.0.0.1",
    FELT_PORT: "0",
    FELT_LOG_LEVEL: "silent",
    // What is free here says nothing of the place where it would be restored.
    FELT_MIN_FREE_MB: "0",
    FELT_NATS_SERVER: process.env["FELT_NATS_SERVER"],
  }
}

async function linesBeyond(data: string, { manifest }: OpenBackup): Promise<number | null> {
  const identity = existsSync(data) ? await readIdentity(data) : null
  if (!identity) return null
  if (identity.venueId !== manifest.venueId)
    throw new InputError(
      `The backup is of the venue ${manifest.venueId}, and ${data} is ${identity.venueId}'s: name the right one.`,
    )
  const ledger = await openLedgerAtHand(data)
  try {
    return (await ledger.log.lastSequence()) - manifest.ledger.lastSequence
  } finally {
    await ledger.close()
  }
}
