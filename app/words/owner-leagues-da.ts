import type { ownerLeaguesEn } from "./owner-leagues-en.ts"

export const ownerLeaguesDa: typeof ownerLeaguesEn = {
  "over.none": "Ingen liga på tværs endnu",
  "over.noneText":
    "Den lægger point sammen over flere steders aftener. En person, der spiller to steder, er i tabellen én gang.",
  "over.noneViewer": "Når en ejer laver en, står dens tabel her.",
  "over.noSeasons": "Intet sted har en sæson endnu",
  "over.noSeasonsText":
    "En liga her tæller steders sæsoner. De laves på stedet: Bibliotek, Ligaer. De er her, så snart dets boks er i forbindelse.",
  "over.counts": (seasons, venues) =>
    `${seasons === 1 ? "1 sæson" : `${seasons} sæsoner`} på ${venues === 1 ? "1 sted" : `${venues} steder`}`,
  "over.new": "Ny liga",
  "over.name": "Hvad den hedder",
  "over.nameHint": "Alle vores tirsdage",
  "over.seasons": "Hvad der tæller med",
  "over.goneSeason": "En sæson, der ikke er der mere",
  "over.venueless": "Et sted, der ikke er her mere",
  "over.make": "Opret ligaen",
  "over.save": "Gem",
  "over.change": "Ret",
  "over.made": (name) => `${name} er oprettet`,
  "over.changed": (name) => `${name} er ændret`,
  "over.remove": "Fjern",
  "over.removeText": (name) =>
    `Tabellen for ${name} forsvinder for alle, der logger ind her. Stederne beholder deres sæsoner og aftener, og ligaen kan laves igen.`,
  "over.removeGo": (name) => `Fjern ${name}`,
  "over.removed": (name) => `${name} er fjernet`,
  "over.all": "Alle ligaer",
  "over.csv": "Hent som CSV",
  "over.noNames": "Navne er for ejere: her er pladserne.",
  "over.counted": (counted, played) =>
    counted === played ? `${played}` : `${counted} af ${played}`,
  "over.nights": (count) => (count === 1 ? "1 aften tæller med" : `${count} aftener tæller med`),
  "over.notCounted": "Uden point",
  "over.noPoints": "Ingen point",
  "over.noTable": "Ingen point endnu",
  "over.noTableText":
    "De første point kommer, når en aften i dens sæsoner er slut: når én spiller er tilbage, eller den er lagt væk. Boksen bringer den, når den er i forbindelse.",
  "over.unnamed": "En turnering, hvis navn ikke er kommet",
  "over.noFormula": "Formlen giver ingen point",
}
