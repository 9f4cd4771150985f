/** The words of the start page. */
export const guestEn = {
  "start.tagline": "Live poker tournaments, from registration to payout.",
  "start.faces": "Where to",
  "start.operator": "Operator",
  "start.operatorText": "Run the night: players, floor, clock, money. Needs a PIN.",
  "start.display": "Display",
  "start.displayText": "The screen on the wall: clock, blinds, prizes.",
  "start.player": "Player",
  "start.playerText": "Your seat on your phone. Scan the QR code that the floor shows you.",

  "clock.level": (number: number) => `Level ${number}`,
  "clock.break": "Break",
  "clock.paused": "Paused",
  "clock.timeLeft": "Time left in this level",

  "display.blinds": "Blinds",
  "display.ante": "Ante",
  "display.players": "Players",
  "display.next": "Next",
  "display.lastLevel": "Last level",
}

export type GuestWords = typeof guestEn
