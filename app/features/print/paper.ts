/** What a printer may hold. `roll` is the 80 mm paper of a receipt printer, cut after every page. */
export const papers = ["a4", "letter", "roll"] as const
export type Paper = (typeof papers)[number]

/** All in millimetres. */
export type PageSize = { width: number; height: number }

const SHEETS: Record<Exclude<Paper, "roll">, PageSize> = {
  a4: { width: 210, height: 297 },
  letter: { width: 215.9, height: 279.4 },
}
export const ROLL_WIDTH = 80
const ROLL_CARD_HEIGHT = 62
const ROLL_RECEIPT_HEIGHT = 150

/** A row has room for a signature made standing. */
export const ROW_HEIGHT = 10
/** Of a sign-in sheet: the heading, the header row and the margins; what is left is rows. */
const SHEET_FRAME = 44
const ROLL_FRAME = 30
const ROLL_SEAT_HEIGHT = 9
/** So much hangs out of a receipt printer at once. */
const MOST_ROLL_ROWS = 25

/** How many seat cards are cut out of one page. */
export const cardsPerPage = (paper: Paper): number => (paper === "roll" ? 1 : 8)

export const cardPage = (paper: Paper): PageSize =>
  paper === "roll" ? { width: ROLL_WIDTH, height: ROLL_CARD_HEIGHT } : SHEETS[paper]

/** How many names fit a page of a sign-in sheet. */
export const rowsPerPage = (paper: Paper): number =>
  paper === "roll" ? MOST_ROLL_ROWS : Math.floor((SHEETS[paper].height - SHEET_FRAME) / ROW_HEIGHT)

/** @param names how many there are in all: a roll is no longer than it must be */
export const signInPage = (paper: Paper, names: number): PageSize =>
  paper === "roll"
    ? {
        width: ROLL_WIDTH,
        height: ROLL_FRAME + ROW_HEIGHT * Math.max(1, Math.min(names, MOST_ROLL_ROWS)),
      }
    : SHEETS[paper]

/** @param seats of the largest table */
export const tablePage = (paper: Paper, seats: number): PageSize =>
  paper === "roll"
    ? { width: ROLL_WIDTH, height: ROLL_FRAME + 10 + ROLL_SEAT_HEIGHT * seats }
    : SHEETS[paper]

export const receiptPage = (paper: Paper): PageSize =>
  paper === "roll" ? { width: ROLL_WIDTH, height: ROLL_RECEIPT_HEIGHT } : SHEETS[paper]

/** Items in pages of so many, none of them empty. */
export const inPages = <Item>(items: readonly Item[], perPage: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / perPage) }, (_, page) =>
    items.slice(page * perPage, (page + 1) * perPage),
  )

/**
 * The largest size at which a text of so many letters fits a width, in the unit of that width.
 * @param largest what it is in any case at most
 */
export const fittingSize = (letters: number, width: number, largest: number): number =>
  Math.min(largest, width / (Math.max(1, letters) * WIDE_LETTER))

/** How wide a bold letter is at the most, on average, in parts of its size. */
const WIDE_LETTER = 0.68
