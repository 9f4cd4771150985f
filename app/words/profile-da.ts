import type { profileEn } from "./profile-en.ts"

export const profileDa: typeof profileEn = {
  "name.label": "Navn",
  "name.save": "Skift navnet",
  "name.done": (name) => `Navnet er nu ${name}`,
  "name.twins": (count) =>
    count === 1
      ? "En anden spiller hedder det samme."
      : `${count} andre spillere hedder det samme.`,

  "contact.title": "Kontakt",
  "contact.who": "Kontaktoplysninger er for turneringsledere og administratorer.",
  "contact.asking": "Spørger Leaf …",
  "contact.failed":
    "Kontaktoplysninger kræver forbindelse til Leaf: der er intet af dem på denne enhed.",
  "contact.again": "Prøv igen",
  "contact.email": "E-mail",
  "contact.phone": "Telefon",
  "contact.birthDate": "Fødselsdato",
  "contact.change": "Ret",
  "contact.save": "Gem dem",
  "contact.saved": "Kontaktoplysningerne er gemt",
  "wrong.email": "En adresse som anna@example.com",
  "wrong.phone": "Et nummer som +45 12 34 56 78",
  "wrong.birthDate": "En dag som 31. december 1990",

  "consent.title": "Læs dette op for spilleren først. Uden et ja bliver intet gemt.",
  "consent.what":
    "Dette hus vil gerne gemme din e-mailadresse, dit telefonnummer eller din fødselsdato, alt efter hvad du oplyser, på husets egen boks her i huset. Husets turneringsledere og administratorer ser det; ingen andre gør, og det går ikke til noget andet firma.",
  "consent.long":
    "Det gemmes, indtil du trækker dit samtykke tilbage. Det kan du når som helst gøre: sig det til en turneringsleder, så slettes det straks.",
  "consent.free": "Du må gerne sige nej og spille alligevel.",
  "consent.reach":
    "E-mail og telefon: for at kontakte mig om turneringer, præmier og ting, jeg har glemt.",
  "consent.age": "Fødselsdato: for at vise, at jeg er gammel nok til at spille her.",
  "consent.given": (day, version) => `Samtykke givet ${day}, tekst ${version}`,
  "consent.withdraw": "Træk samtykket tilbage",
  "consent.sure": "Kontaktoplysningerne slettes straks og kan ikke hentes tilbage.",
  "consent.erase": "Slet dem nu",
  "consent.withdrawn": "Samtykket er trukket tilbage, og kontaktoplysningerne er slettet",
}
