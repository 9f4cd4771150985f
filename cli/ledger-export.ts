import type { Writable } from "node:stream"
import * as v from "valibot"
import { BrokenChain, writeLine } from "../ledger/chain.ts"
import { LedgerInDoubt } from "../ledger/recover.ts"
import type { Entry } from "../schemas/entry.ts"
import { TournamentId } from "../schemas/ids.ts"
import { InputError } from "./input-error.ts"
import { openLedgerAtHand } from "./ledger-at-hand.ts"
import { wholeLedger } from "./ledger-lines.ts"
import { LedgerRows } from "./ledger-rows.ts"

export type ExportFormat = "csv" | "json"
type Wanted = { format: ExportFormat; tournament: TournamentId | null }

/** Text that gathers before it is written. */
const CHUNK_CHARACTERS = 65_536

/**
 * `felt ledger export`: writes out the raw stream of a data folder, whether a Leaf runs on it or
 * not, and checks the chain on the way.
 * @param tournament only this one's lines, or all
 * @throws BrokenChain or LedgerInDoubt where the ledger cannot be trusted; what came before the break
 *   has been written
 * @throws InputError where there is no Leaf's data, no line of the tournament, or the output takes
 *   no more
 */
export async function exportLedger(
  data: string,
  { format, tournament }: { format: ExportFormat; tournament: string | undefined },
  output: Writable,
): Promise<void> {
  const wanted = { format, tournament: tournament === undefined ? null : parseId(tournament) }
  const { log, witness, close } = await openLedgerAtHand(data)
  try {
    await writePieces(exportPieces(wholeLedger(log, witness), wanted), output)
  } finally {
    await close()
  }
}

/**
 * The export, piece by piece, as the lines come. Nothing comes before the first line is known to be
 * good.
 *
 *   json   the lines as they are written down, one a row of one array
 *   csv    a row for each posting, one for each line without any (RFC 4180)
 *
 * @throws what reading the lines throws, after everything before it; the array is closed by then
 */
export async function* exportPieces(
  ledger: AsyncIterable<Entry>,
  { format, tournament }: Wanted,
): AsyncGenerator<string> {
  const rows = new LedgerRows()
  const [begin, between, end] = format === "json" ? ["[\n", ",\n", "\n]\n"] : [rows.header, "", ""]
  let lines = 0
  let broken: Error | null = null
  try {
    for await (const entry of ledger) {
      const text = format === "json" ? writeLine(entry) : rows.rowsOf(entry)
      if (tournament !== null && entry.intent.tournamentId !== tournament) continue
      yield lines === 0 ? begin : between
      yield text
      lines += 1
    }
  } catch (error) {
    if (!(error instanceof BrokenChain || error instanceof LedgerInDoubt)) throw error
    broken = error
  }
  if (lines > 0) yield end
  else if (broken) throw broken
  else if (tournament === null) yield `${begin}${end.trimStart()}`
  else throw new InputError(`The ledger has no line of the tournament ${tournament}.`)
  if (broken) throw broken
}

/**
 * Writes piece after piece, and reads on only when the output has taken them.
 * @throws InputError where it takes no more; where it is a pipe whose reader has seen enough, as
 *   `head` has, this simply ends
 */
export async function writePieces(pieces: AsyncIterable<string>, output: Writable): Promise<void> {
  let text = ""
  // Each write is told of its own error; the event, which comes as well, says nothing new.
  const ignore = () => {}
  output.on("error", ignore)
  const flush = async () => {
    const written = text
    text = ""
    if (written !== "") await writeText(output, written)
  }
  try {
    try {
      for await (const piece of pieces) {
        text += piece
        if (text.length >= CHUNK_CHARACTERS) await flush()
      }
    } finally {
      await flush()
    }
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error
  }
}

/** Whoever read the output has gone. */
class OutputClosed extends Error {}

const writeText = (output: Writable, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (!error) return resolve()
      if ("code" in error && error.code === "EPIPE") return reject(new OutputClosed())
      reject(new InputError(`The export cannot be written: ${error.message}.`, { cause: error }))
    })
  })

function parseId(text: string): TournamentId {
  const id = v.safeParse(TournamentId, text)
  if (id.success) return id.output
  throw new InputError(`At --tournament: ${id.issues[0].message}.`)
}
