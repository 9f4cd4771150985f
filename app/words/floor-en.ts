/** What the floor says about seats, moves and the button. A word with parts is a function of them. */
export const floorEn = {
  "bar.even": "The tables are even",
  "bar.more": (count: number) => `+${count}`,
  "bar.waiting": (name: string) => `${name} has no seat`,
  "clash.title": (table: number, seat: number) => `Table ${table}, seat ${seat} was given twice`,
  "clash.move": (name: string) => `Another seat for ${name}`,
  "clash.done": (name: string) => `${name} has another seat`,

  "suggest.balance": "The tables are uneven",
  "suggest.more": (count: number) =>
    count === 1 ? "then 1 more move" : `then ${count} more moves`,
  "suggest.why": "Why?",
  "suggest.houseRule": "House rule: drawn by chance",
  "suggest.move": (name: string) => `Move ${name}`,
  "suggest.nextBigBlind": (name: string, table: number) =>
    `${name} has the next big blind at table ${table}, the longest.`,
  "suggest.drawn": (name: string, table: number) =>
    `${name} was drawn at table ${table}, the longest. Say where the button is there, and whoever has the next big blind moves.`,
  "suggest.undecided": (from: number, to: number) =>
    `Table ${to} is short of a player of table ${from}, but its only open seat has the small blind next. Decide who goes there, and when.`,
  "suggest.break": (table: number) => `Table ${table} can be broken`,
  "suggest.show": "Show who goes where",
  "suggest.final": (count: number) => `The last ${count} fit at one table`,
  "suggest.count": (before: number, after: number) => `${before} → ${after} players`,
  "role.bigBlind": "The new seat posts the big blind at once.",
  "role.bigBlindAlone": "The new seat posts the big blind at once, without a small blind.",
  "role.smallBlind": "The new seat posts the small blind.",
  "role.button": "The new seat gets the button.",
  "role.waits": "The new seat waits until the button has passed.",
  "role.later": (hands: number) =>
    hands === 1
      ? "The new seat has the big blind in 1 hand, the soonest that is free."
      : `The new seat has the big blind in ${hands} hands, the soonest that is free.`,
  "role.unknown": "The new seat was drawn: nobody has said where the button is at that table.",

  "final.title": "The final table",
  "final.text": (count: number) =>
    `${count} players get new seats at one table. Nothing is done yet.`,
  "final.button": (seat: number) => `The button begins at seat ${seat}.`,
  "final.go": "Seat the final table",
  "final.done": "The final table is seated",

  "button.open": (table: number) => `Table ${table}: button and blinds`,
  "button.where": "Tap the seat that has the button now",
  "button.seat": (seat: number, name: string) =>
    name === "" ? `Seat ${seat}, empty` : `Seat ${seat}, ${name}`,
  "button.next": "Next hand",
  "button.unknown": "Nobody has said yet where the button is.",
  "button.said": (seat: number, ago: string) => `The button was at seat ${seat}, said ${ago}`,
  "button.done": (table: number, seat: number) => `Table ${table}: the button is at seat ${seat}`,
  "button.few": "A button needs two players or more at the table.",
  "mark.button": "button",
  "mark.small": "small blind",
  "mark.big": "big blind",

  "move.best": (table: number, seat: number) => `Move to table ${table}, seat ${seat}`,
  "move.choose": "Move to another seat",
  "move.title": (name: string) => `Where does ${name} go?`,
  "move.players": (count: number) => (count === 1 ? "1 player" : `${count} players`),
  "move.full": "No seat is free at any table.",
  "move.done": (name: string, table: number, seat: number) =>
    `${name} goes to table ${table}, seat ${seat}`,
  "move.taken": "That seat is taken. Drop the player on an empty one.",
  "move.hint": "Drag a player to an empty seat, or press Enter on a player for everything else.",
}
