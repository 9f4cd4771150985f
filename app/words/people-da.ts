import type { peopleEn } from "./people-en.ts"

export const peopleDa: typeof peopleEn = {
  "role.administrator": "Administrator",
  "role.director": "Turneringsleder",
  "role.floor": "Floor",
  "role.cashier": "Kasserer",

  "who.title": "Hvem er det?",
  "who.text": "Ét tryk, hvor PIN-koden er indtastet; de andre bliver spurgt om den.",
  "who.now": (name: string, role: string) => `${name}, ${role}: skift person, lås eller log ud`,
  "who.working": "Arbejder nu",
  "who.open": "Ét tryk",
  "who.pin": "PIN",
  "who.other": "En anden",
  "who.otherText": "Med PIN-kode, når Leaf kan nås",
  "who.back": "Alle personer",
  "who.pinOf": (name: string) => `PIN-kode for ${name}`,
  "who.lock": "Lås nu",
  "who.signOut": (name: string) => `Log ${name} ud`,
  "who.signOutAll": "Log alle ud",
  "who.lockAfter": "Lås enheden uden berøring efter",
  "who.minutes": (minutes: number) => `${minutes} min`,
  "who.never": "Aldrig",
  "who.locked": "Låst",
  "who.lockedText": "Det påbegyndte er der stadig.",
  "who.insecure":
    "Over almindelig http kan enheden ikke låses op, mens Leaf er væk, så den låser ikke selv imens. Åbn Felt med https for det.",
  "who.offline":
    "Leaf kan ikke nås. Den, der har været logget ind her før, låser op med sin PIN-kode.",
  "who.signedOut": (name: string) => `${name} er logget ud`,
  "who.now.is": (name: string) => `${name} arbejder nu`,

  "pin.lockedHere":
    "Ti forkerte PIN-koder uden Leaf: låst, til Leaf kan nås igen og godtager en rigtig.",
  "pin.unknown": "Leaf kan ikke nås, og denne person har ikke været logget ind på enheden før.",
  "pin.insecure": "Leaf kan ikke nås, og over almindelig http kan en enhed ikke låses op uden den.",

  "only.director": "For en turneringsleder",
  "only.administrator": "For en administrator",
  "only.floor": "For floor og turneringsledere",
  "only.floorText": "Borde, button og exits er for floor og turneringsledere.",
  "only.clock": "Uret er for floor og turneringsledere.",
  "only.screens": "Skærmene er for floor og turneringsledere.",
  "only.conflict": "En turneringsleder afgør det.",
  "only.createText": "En turneringsleder opretter en. Den dukker selv op her.",

  "stranded.waits": (name: string) => `Venter på, at ${name} logger ind igen`,
  "stranded.takeOver": "Indlevér som min",
  "stranded.fact": (count: number) =>
    count === 1
      ? "Én persons handlinger venter på PIN-koden"
      : `${count} personers handlinger venter på deres PIN-koder`,
  "sync.details": "Hvem er forbundet, og hvem skrev hvad",

  "welcome.title": "Velkommen til Felt",
  "welcome.text":
    "Navn, valuta, borde, personale, første turnering: to minutter, og hvert trin kan vente.",
  "welcome.go": "Sæt stedet op",
  "welcome.later": "Senere",
}
