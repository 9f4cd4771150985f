import type { WishesWords } from "./wishes-en.ts"

/** Hvad spillere siger på deres telefoner, og hvordan en telefon knyttes til en. */
export const wishesDa: WishesWords = {
  "wishes.title": (count) => (count === 1 ? "1 ønske" : `${count} ønsker`),
  "wishes.elsewhere": (count, name) =>
    count === 1 ? `1 ønske i ${name}` : `${count} ønsker i ${name}`,
  "wishes.rebuy": (name) => `${name} vil have et rebuy`,
  "wishes.add-on": (name) => `${name} vil have et add-on`,
  "wishes.sell.rebuy": (amount) => `Rebuy ${amount}`,
  "wishes.sell.add-on": (amount) => `Add-on ${amount}`,
  "wishes.no": "Nej",
  "wishes.said": (name) => `${name} får et nej`,
  "wishes.limit": "En grænse står imod: åbn spilleren for at afgøre det.",
  "wishes.open": (name) => `Åbn ${name}`,
  "wishes.gone": "Ikke i spil med en betalt tilmelding",

  "said.title": "På telefonen",
  "said.coming": "Kommer",
  "said.notComing": "Kommer ikke",
  "said.late": (minutes) => `${minutes} min. senere`,
  "said.end_of_table": "Har brug for en endeplads",
  "said.wheelchair": "Har brug for plads til kørestol",
  "said.nickname": (nickname) => `Kaldenavn “${nickname}”`,

  "code.title": "Kode til telefonen",
  "code.scan": "Spilleren scanner denne, eller åbner turneringens side og skriver koden.",
  "code.used": "En telefon har brugt koden, så den gælder ikke længere.",
  "code.again": (ago) => `En anden telefon prøvede koden ${ago}. Hvis er den?`,
  "code.keep": "Også spillerens: ny kode",
  "code.end": "En andens: afslut alle, ny kode",
  "code.new": "Ny kode til en anden telefon",
  "code.alert": (name) => `En anden telefon prøvede koden til ${name}`,
  "code.failed": "Koden kræver kontakt til Leaf. Prøv igen om lidt.",
  "code.qr": "QR-kode til spillerens egen side",

  "phones.title": "Spillernes telefoner",
  "phones.text": "Alle i rummet kan scanne den: ur, præmier, niveauer. Ingen app, ingen konto.",
  "phones.qr": "QR-kode til turneringens side",
  "phones.show": "Vis QR-koden",
  "phones.open": "Åbn siden her",
}
