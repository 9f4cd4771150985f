import { reasonOf } from "../domain/accounts-lines.ts"
import type { Entry, Posting } from "../schemas/entry.ts"
import type { EntryId, PlayerId, TournamentId } from "../schemas/ids.ts"
import type { Sequence } from "../schemas/units.ts"

/**
 * The columns of the table, named as in the SQL projection. `player_id` and `entry_id` say whose
 * money it is also where a line only names an entry, or is about another line (`about`).
 */
const COLUMNS = [
  "sequence",
  "recorded_at",
  "tournament_id",
  "kind",
  "outcome",
  "reason",
  "player_id",
  "entry_id",
  "about",
  "staff_id",
  "device_id",
  "account",
  "amount_cents",
  "currency",
  "fee_name",
  "till_id",
  "intent_id",
  "hash",
] as const

type Cell = string | number | null
type Person = { playerId: PlayerId | null; entryId: EntryId | null }

/** Lines as a table (RFC 4180): a row for each posting, one for each line without any. */
export class LedgerRows {
  /** What rows take from earlier lines; little enough for a ledger of any length. */
  readonly #currencies = new Map<TournamentId, string>()
  readonly #owners = new Map<string, Person>()
  readonly #people = new Map<Sequence, Person>()

  readonly header = row(COLUMNS)

  /** The rows of the next line; lines come in order, from the first. */
  rowsOf(entry: Entry): string {
    const { intent, outcome } = entry
    const isAccepted = outcome.kind === "accepted"
    if (intent.kind === "open-tournament" && isAccepted)
      this.#currencies.set(intent.tournamentId, intent.terms.currency)
    const person = this.#personOf(entry)
    this.#people.set(entry.sequence, person)
    if (isAccepted && person.playerId !== null)
      this.#owners.set(`${intent.tournamentId} ${person.entryId}`, person)
    const postings = isAccepted ? outcome.postings : []
    const rowOf = (posting: Posting | null) => this.#row(entry, person, posting)
    return postings.length === 0 ? rowOf(null) : postings.map(rowOf).join("")
  }

  #row({ sequence, recordedAt, intent, outcome, hash }: Entry, who: Person, leg: Posting | null) {
    return row([
      sequence,
      new Date(recordedAt).toISOString(),
      intent.tournamentId,
      intent.kind,
      outcome.kind,
      outcome.kind === "accepted" ? reasonOf(intent) : outcome.reason,
      who.playerId,
      who.entryId,
      aboutOf(intent),
      intent.staffId,
      intent.deviceId,
      leg?.account ?? null,
      leg?.amountCents ?? null,
      this.#currencies.get(intent.tournamentId) ?? null,
      leg?.name ?? null,
      leg ? (leg.till ?? null) : tillOf(intent),
      intent.id,
      hash,
    ])
  }

  /** Whose money a line is about: the entry's that it names, or that of the line it is about. */
  #personOf({ intent }: Entry): Person {
    const named =
      intent.kind === "resolve" && intent.resolution.kind === "instead"
        ? intent.resolution.replacement
        : intent
    if ("playerId" in named) return { playerId: named.playerId, entryId: named.entryId }
    if ("entryId" in named)
      return (
        this.#owners.get(`${intent.tournamentId} ${named.entryId}`) ?? {
          playerId: null,
          entryId: named.entryId,
        }
      )
    const about = aboutOf(intent)
    return (about === null ? undefined : this.#people.get(about)) ?? NOBODY
  }
}

const NOBODY: Person = { playerId: null, entryId: null }

/** The line that an intent takes back or decides on. */
function aboutOf(intent: Entry["intent"]): Sequence | null {
  if (intent.kind === "void" || intent.kind === "refund") return intent.sequence
  return intent.kind === "resolve" ? intent.conflict : null
}

const tillOf = (intent: Entry["intent"]): string | null =>
  "till" in intent ? (intent.till ?? null) : null

const row = (cells: readonly Cell[]): string => `${cells.map(cell).join(",")}\r\n`

/**
 * One cell. A text that a spreadsheet would take for a formula gets an apostrophe in front; a
 * negative amount is a number and stays one.
 */
export function cell(value: Cell): string {
  if (value === null) return ""
  if (typeof value === "number") return String(value)
  const isFormula = /^[=+\-@\t\r\n]/.test(value)
  const text = isFormula ? `'${value}` : value
  return isFormula || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
