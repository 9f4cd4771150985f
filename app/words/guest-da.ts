import type { GuestWords } from "./guest-en.ts"

/** Ordene på startsiden og skærmene. */
export const guestDa: GuestWords = {
  "start.tagline": "Live pokerturneringer, fra tilmelding til udbetaling.",
  "start.faces": "Hvorhen",
  "start.operator": "Operatør",
  "start.operatorText": "Styr aftenen: spillere, borde, ur, penge. Kræver en PIN.",
  "start.display": "Skærm",
  "start.displayText": "Skærmen på væggen: ur, blinds, præmier.",
  "start.player": "Spiller",
  "start.playerText": "Din plads på telefonen. Scan QR-koden, som gulvet viser dig.",

  "clock.level": (number) => `Niveau ${number}`,
  "clock.break": "Pause",
  "clock.paused": "Stoppet",
  "clock.timeLeft": "Tid tilbage på niveauet",

  "display.blinds": "Blinds",
  "display.ante": "Ante",
  "display.players": "Spillere",
  "display.next": "Næste",
  "display.lastLevel": "Sidste niveau",
}
