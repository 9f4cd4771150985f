import type { floorEn } from "./floor-en.ts"

export const floorDa: typeof floorEn = {
  "bar.even": "Bordene er lige",
  "bar.more": (count) => `+${count}`,
  "bar.waiting": (name) => `${name} har ingen plads`,
  "clash.title": (table, seat) => `Bord ${table}, plads ${seat} er givet væk to gange`,
  "clash.move": (name) => `En anden plads til ${name}`,
  "clash.done": (name) => `${name} har fået en anden plads`,

  "suggest.balance": "Bordene er ulige",
  "suggest.more": (count) =>
    count === 1 ? "derefter 1 flytning mere" : `derefter ${count} flytninger mere`,
  "suggest.why": "Hvorfor?",
  "suggest.houseRule": "Husregel: trukket tilfældigt",
  "suggest.move": (name) => `Flyt ${name}`,
  "suggest.nextBigBlind": (name, table) =>
    `${name} har næste big blind ved bord ${table}, som er det længste.`,
  "suggest.drawn": (name, table) =>
    `${name} blev trukket ved bord ${table}, som er det længste. Sig, hvor knappen er, så flytter den, der har næste big blind.`,
  "suggest.undecided": (from, to) =>
    `Bord ${to} mangler en spiller fra bord ${from}, men dets eneste ledige plads har small blind næst. Bestem, hvem der går derhen, og hvornår.`,
  "suggest.break": (table) => `Bord ${table} kan brydes`,
  "suggest.show": "Vis, hvem der skal hvorhen",
  "suggest.final": (count) => `De sidste ${count} kan sidde ved ét bord`,
  "suggest.count": (before, after) => `${before} → ${after} spillere`,
  "role.bigBlind": "Den nye plads lægger big blind med det samme.",
  "role.bigBlindAlone": "Den nye plads lægger big blind med det samme, uden small blind.",
  "role.smallBlind": "Den nye plads lægger small blind.",
  "role.button": "Den nye plads får knappen.",
  "role.waits": "Den nye plads venter, til knappen er passeret.",
  "role.later": (hands) =>
    hands === 1
      ? "Den nye plads har big blind om 1 hånd, den første, der er ledig."
      : `Den nye plads har big blind om ${hands} hænder, den første, der er ledig.`,
  "role.unknown": "Den nye plads er trukket: ingen har sagt, hvor knappen er ved det bord.",

  "final.title": "Finalebordet",
  "final.text": (count) => `${count} spillere får nye pladser ved ét bord. Intet er sket endnu.`,
  "final.button": (seat) => `Knappen begynder på plads ${seat}.`,
  "final.go": "Sæt finalebordet",
  "final.done": "Finalebordet er sat",

  "button.open": (table) => `Bord ${table}: knap og blinds`,
  "button.where": "Tryk på den plads, der har knappen nu",
  "button.seat": (seat, name) => (name === "" ? `Plads ${seat}, tom` : `Plads ${seat}, ${name}`),
  "button.next": "Næste hånd",
  "button.unknown": "Ingen har sagt endnu, hvor knappen er.",
  "button.said": (seat, ago) => `Knappen var på plads ${seat}, sagt ${ago}`,
  "button.done": (table, seat) => `Bord ${table}: knappen er på plads ${seat}`,
  "button.few": "En knap kræver mindst to spillere ved bordet.",
  "mark.button": "knap",
  "mark.small": "small blind",
  "mark.big": "big blind",

  "move.best": (table, seat) => `Flyt til bord ${table}, plads ${seat}`,
  "move.choose": "Flyt til en anden plads",
  "move.title": (name) => `Hvor skal ${name} hen?`,
  "move.players": (count) => (count === 1 ? "1 spiller" : `${count} spillere`),
  "move.full": "Ingen plads er ledig ved noget bord.",
  "move.done": (name, table, seat) => `${name} går til bord ${table}, plads ${seat}`,
  "move.taken": "Den plads er optaget. Slip spilleren på en tom.",
  "move.hint": "Træk en spiller til en tom plads, eller tryk Enter på en spiller for alt andet.",
}
