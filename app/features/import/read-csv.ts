import * as v from "valibot"

/** One line of a list: where it stood (from 1), and its cells. */
export type Row = { line: number; cells: string[] }

/** A list that is no CSV; `message` says where and why. */
export class UnreadableList extends Error {
  override name = "UnreadableList"
}

const Records = v.array(
  v.object({ info: v.object({ lines: v.number() }), record: v.array(v.string()) }),
)

/**
 * Reads CSV as spreadsheets of any country write it. The reader is loaded when it is first needed.
 * @throws UnreadableList
 */
export async function readCsv(text: string): Promise<Row[]> {
  const { parse } = await import("csv-parse/browser/esm/sync")
  try {
    const records: unknown = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      info: true,
    })
    return v
      .parse(Records, records)
      .map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch (cause) {
    if (v.isValiError(cause)) throw cause
    throw new UnreadableList(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** What parts the cells of the first line: the most frequent of the usual ones. */
function delimiterOf(text: string): string {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== "") ?? ""
  const count = (mark: string) => first.split(mark).length
  const [most = ","] = [",", ";", "\t"].toSorted((a, b) => count(b) - count(a))
  return most
}

/** A file's text: UTF-8, or what older spreadsheets write in Europe. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    // No UTF-8: then every byte is a letter of its own.
    return new TextDecoder("windows-1252").decode(bytes)
  }
}

/** For comparing headings: `Small-Blind` is `smallblind`. */
export const heading = (text: string): string =>
  text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "")
