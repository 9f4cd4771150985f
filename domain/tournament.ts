import * as v from "valibot"
import {
  Button,
  Clock,
  EntryFields,
  HandForHand,
  type Out,
  type Seat,
  type StackCount,
  Table,
  Tournament,
  Waiting,
} from "../schemas/documents/tournament.ts"
import { EntryId, PlayerId, TableId } from "../schemas/ids.ts"
import { arePositions } from "./button.ts"
import { newClock } from "./clock.ts"
import { byText } from "./order.ts"

/** The floor of one tournament, as its document tells it. */
export type TournamentState = {
  tournament: Tournament | null
  clock: Clock
  /** Whether every table plays one hand at a time. */
  isHandForHand?: boolean
  /** By number. */
  tables: FloorTable[]
  /** By id. */
  entries: FloorEntry[]
  /** Who waits for a seat, the first one first. Nobody who is in play is among them. */
  waiting: WaitingPlayer[]
}

export type WaitingPlayer = Waiting & { playerId: PlayerId }

export type FloorTable = Table & {
  tableId: TableId
  /** `null` where nobody has said where it is. */
  button: Button | null
}
export type FloorEntry = {
  entryId: EntryId
  playerId: PlayerId
  /** Where the entry sits, or sat when it went out; `null` while it waits for a seat. */
  seat: Seat | null
  out: Out | null
  /** `null` where nobody has counted it. */
  chips: StackCount | null
  /** Sealed at the end of a flight, or brought along to the second day. */
  bag?: StackCount
}

/** Reads the registers of a room; what another device wrote and nobody understands is passed over. */
export function readTournament(registers: ReadonlyMap<string, unknown>): TournamentState {
  const tables: FloorTable[] = []
  const fields = new Map<EntryId, Map<string, unknown>>()
  for (const [key, value] of registers) {
    const [kind, id, field, ...more] = key.split("/")
    if (kind === "table" && field === undefined)
      tables.push(...readTable(id, value, registers.get(`button/${id}`)))
    if (kind !== "entry" || field === undefined || more.length > 0) continue
    const entryId = read(EntryId, id)
    if (entryId === null) continue
    const known = fields.get(entryId) ?? new Map<string, unknown>()
    fields.set(entryId, known.set(field, value))
  }
  const entries = [...fields].flatMap(([entryId, values]) => readEntry(entryId, values))
  const byId = new Map(tables.map((table) => [table.tableId, table]))
  return {
    tournament: read(Tournament, registers.get("tournament")),
    clock: read(Clock, registers.get("clock")) ?? newClock(),
    isHandForHand: read(HandForHand, registers.get("handForHand")) !== null,
    tables: tables.toSorted((a, b) => a.number - b.number || byText(a.tableId, b.tableId)),
    entries: entries
      .map((entry) => withSeatInPlay(entry, byId))
      .toSorted((a, b) => byText(a.entryId, b.entryId)),
    waiting: readWaiting(registers, entries),
  }
}

/** Another device may have entered somebody who waits here: whoever is in play does not wait. */
function readWaiting(
  registers: ReadonlyMap<string, unknown>,
  entries: readonly FloorEntry[],
): WaitingPlayer[] {
  const inPlay = new Set(entries.flatMap(({ playerId, out }) => (out ? [] : [playerId])))
  return [...registers]
    .flatMap(([key, value]) => {
      if (!key.startsWith("waiting/")) return []
      const playerId = v.safeParse(PlayerId, key.slice("waiting/".length))
      const waiting = read(Waiting, value)
      const waits = playerId.success && waiting !== null && !inPlay.has(playerId.output)
      return waits ? [{ playerId: playerId.output, ...waiting }] : []
    })
    .toSorted((a, b) => a.since - b.since || byText(a.playerId, b.playerId))
}

export const playersLeft = ({ entries }: Pick<TournamentState, "entries">): number =>
  entries.filter(({ out }) => out === null).length

function readTable(id: string | undefined, value: unknown, said: unknown): FloorTable[] {
  const tableId = v.safeParse(TableId, id)
  const table = v.safeParse(Table, value)
  if (!tableId.success || !table.success) return []
  const button = read(Button, said)
  const isAtTable = button !== null && arePositions(button, table.output.seats)
  return [{ ...table.output, tableId: tableId.output, button: isAtTable ? button : null }]
}

function readEntry(entryId: EntryId, values: Map<string, unknown>): FloorEntry[] {
  const playerId = read(EntryFields.player, values.get("player"))
  if (playerId === null) return []
  const seat = read(EntryFields.seat, values.get("seat"))
  const out = read(EntryFields.out, values.get("out"))
  const chips = read(EntryFields.chips, values.get("chips"))
  const bag = read(EntryFields.bag, values.get("bag"))
  return [{ entryId, playerId, seat, out, chips, ...(bag && { bag }) }]
}

/**
 * One device may break a table while another, apart from it, gives somebody a seat there. Whoever
 * plays on without a seat that is in play waits for one, and so is seen and seated again.
 */
function withSeatInPlay(entry: FloorEntry, tables: ReadonlyMap<TableId, FloorTable>): FloorEntry {
  const { seat, out } = entry
  if (!seat || out) return entry
  const table = tables.get(seat.table)
  return table?.status === "open" && seat.seat <= table.seats ? entry : { ...entry, seat: null }
}

/**
 * What was parsed once: a register's value is never changed, only replaced, and of a thousand
 * entries one has changed since the last time.
 */
const parsedBefore = new WeakMap<object, { schema: v.GenericSchema; output: unknown }>()
/** The same for ids, which are text: those of a night and more. */
const parsedTexts = new Map<v.GenericSchema, Map<string, unknown>>()
const MOST_TEXTS = 20_000

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | null {
  if (value === undefined) return null
  if (typeof value === "string") return readText(schema, value)
  const before = typeof value === "object" && value !== null ? parsedBefore.get(value) : undefined
  if (before?.schema === schema) return before.output
  const parsed = v.safeParse(schema, value)
  const output = parsed.success ? parsed.output : null
  if (typeof value === "object" && value !== null) parsedBefore.set(value, { schema, output })
  return output
}

function readText<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | null {
  const known = parsedTexts.get(schema) ?? new Map<string, unknown>()
  const before = known.get(text)
  if (before !== undefined) return before
  const parsed = v.safeParse(schema, text)
  const output = parsed.success ? parsed.output : null
  if (known.size >= MOST_TEXTS) known.clear()
  parsedTexts.set(schema, known.set(text, output))
  return output
}
