import type { healthEn } from "./health-en.ts"

/** Boksens ord. */
export const healthDa: typeof healthEn = {
  "check.log": "Log",
  "check.ledger": "Hovedbog",
  "check.projection": "Rapporter",
  "check.disk": "Disk",
  "check.repair": "Reparation",
  "check.backup": "Sikkerhedskopi",
  "check.core": "Core",
  "check.certificate": "Certifikat",
  "check.clock": "Tid",
  "check.temperature": "Temperatur",
  "check.overlay": "Fjernhjælp",
  "check.screens": "Skærme",

  "says.log-durable": "Alt ligger på disken, før det tæller.",
  "says.log-silent": "Loggen svarer ikke; den bliver startet igen.",
  "todo.log-silent":
    "Fortsæt: det, der registreres, venter på tabletterne. Genstart boksen efter et minut.",

  "says.ledger-whole": ({ line }) => `Log og vidne stemmer overens til og med linje ${line}.`,
  "says.ledger-apart": ({ line, log, witness }) =>
    `De ender ved hver sin linje: hovedbog ${line}, log ${log}, vidne ${witness}.`,
  "todo.ledger-apart": "Tag ikke imod penge, og genstart boksen: den sammenligner og reparerer.",
  "says.ledger-doubt": ({ sentence }) => sentence,
  "todo.ledger-doubt":
    "Tag ikke imod penge, før nogen har gjort, hvad docs/recovery.md siger om det.",
  "says.ledger-unread": "Den kan ikke læses, mens loggen ikke svarer.",
  "todo.ledger-unread": "Den kommer igen sammen med loggen.",

  "says.projection-equal": ({ line }) => `De er fulde, til og med linje ${line}.`,
  "says.projection-behind": ({ line, projected }) => `De har ${projected} af ${line} linjer.`,
  "todo.projection-behind": "Intet er tabt. Stop Leaf, og kør: felt projection rebuild",
  "says.projection-unread": "De kan ikke sammenlignes, mens loggen ikke svarer.",
  "todo.projection-unread": "De kommer igen sammen med loggen.",

  "says.disk-room": ({ freeMb }) => `${room(freeMb)} er ledige.`,
  "says.disk-low": ({ freeMb, minimumMb }) =>
    `Kun ${room(freeMb)} er ledige; under ${room(minimumMb)} tages der ikke imod penge.`,
  "todo.disk-low": "Skaf plads inden næste aften: flyt gamle sikkerhedskopier fra boksen.",
  "says.disk-full": ({ freeMb }) => `Kun ${room(freeMb)} er ledige: der tages ikke imod penge.`,
  "todo.disk-full":
    "Skaf plads nu: flyt gamle sikkerhedskopier fra boksen. Så fortsætter den af sig selv.",

  "says.repair-made": ({ sentences }) => sentences.join(" "),
  "todo.repair-made":
    "Alt er der igen. Se på disken, som docs/recovery.md siger; så forsvinder dette.",

  "says.backup-good": ({ hours }) => `Den sidste gode er ${age(hours)} gammel.`,
  "says.backup-old": ({ hours }) => `Den sidste gode er ${age(hours)} gammel.`,
  "todo.backup-old": "Sæt backupdisken i; der laves en i nat, eller nu med: felt backup",
  "says.backup-failed": ({ hours, sentence }) =>
    hours === null
      ? `Der er aldrig lavet nogen. Sidste forsøg: ${sentence}`
      : `Den sidste gode er ${age(hours)} gammel. Sidste forsøg: ${sentence}`,
  "todo.backup-failed": "Ret det, der står; der laves en i nat, eller nu med: felt backup",
  "says.backup-none": "Der er ikke lavet nogen endnu.",
  "says.backup-missing": ({ days }) => `Der er ikke lavet nogen i ${days} dage.`,
  "todo.backup-missing": "Sæt en backupdisk i, og lav den første: felt backup (docs/recovery.md)",

  "says.core-none": "Der er ingen Core: boksen og dens sikkerhedskopier er alt, hvad der er.",
  "says.core-safe": "Alt er i sikkerhed der.",
  "says.core-behind": (waiting) => `${waits(waiting)} er på vej dertil.`,
  "todo.core-behind": "Lad boksen stå tændt med internet efter aftenen, til det er kommet af sted.",
  "says.core-away": ({ minutes, sentence, ...waiting }) =>
    `Ingen kontakt i ${span(minutes)}; ${waits(waiting)} venter.` +
    (sentence === null ? "" : ` ${sentence}`),
  "todo.core-away": "Spil videre, intet er tabt. Se på stedets internet, når der er tid.",
  "says.core-alarm": ({ sentence }) => sentence,
  "todo.core-alarm": "Tag ikke imod penge: boksen kan være en ældre kopi. Se docs/recovery.md.",

  "says.certificate-valid": ({ days }) => `Det gælder i ${inDays(days)} endnu.`,
  "says.certificate-ending": ({ days }) => `Det udløber om ${inDays(days)}.`,
  "todo.certificate-ending":
    "Få det fornyet (docs/operator.md), ellers kan tabletter og telefoner ikke åbne Felt mere.",
  "says.certificate-ended": ({ days }) =>
    days === 0 ? "Det er udløbet." : `Det udløb for ${inDays(days)} siden.`,
  "todo.certificate-ended":
    "Få det fornyet nu (docs/operator.md): enheder, der ikke er åbne, kommer ikke ind.",
  "says.certificate-none": "Almindelig http: intet er krypteret på vej til enhederne.",

  "says.clock-right": ({ offsetMs }) =>
    offsetMs === null
      ? "Den stilles af en tidsserver."
      : `Den passer på ${seconds(offsetMs)} med Cores.`,
  "says.clock-off": ({ offsetMs }) =>
    `Den er ${seconds(offsetMs)} ${offsetMs > 0 ? "foran" : "efter"} Cores.`,
  "todo.clock-off":
    "Aftenens ur er ens overalt. Få tiden stillet inden næste aften, ikke midt i en.",
  "says.clock-unset": "Ingen tidsserver stiller den, så den kan gå skævt.",
  "todo.clock-unset": "Sammenlign med et ur. Med internet stiller boksen sig selv.",
  "says.clock-unmeasured": "Ikke målt: maskinen siger ikke, om dens ur bliver stillet.",

  "says.temperature-fine": ({ celsius }) => `${celsius} °C.`,
  "says.temperature-high": ({ celsius }) => `${celsius} °C er for varmt.`,
  "todo.temperature-high": ({ level }) =>
    level === "bad"
      ? "Giv boksen luft nu, før den bliver langsom: intet på den, intet omkring den."
      : "Giv boksen luft: intet på den, intet omkring den, ingen sol.",
  "says.temperature-unmeasured": "Ikke målt: maskinen har intet termometer.",

  "says.overlay-connected": ({ peers }) =>
    peers === 0 ? "Netbird er forbundet." : `Netbird er forbundet med ${others(peers)}.`,
  "says.overlay-management-away": ({ peers }) =>
    `Netbirds styring er væk; ${others(peers)} er stadig forbundet.`,
  "todo.overlay-management-away":
    "Intet i aften: hjælp kommer stadig ind, kun ingen nye kommer til.",
  "says.overlay-no-peers": "Netbird når ingen: ingen hjælp kommer ind udefra.",
  "todo.overlay-no-peers": "Spil videre. Skal der hjælp til, så se først på stedets internet.",
  "says.overlay-silent": "Netbird er installeret og svarer ikke.",
  "todo.overlay-silent": "Spil videre. Skal der hjælp til, så kør: sudo systemctl restart netbird",
  "says.overlay-absent": "Ikke sat op: ingen kan passe boksen udefra.",

  "says.screens-alive": ({ alive, unseen }) =>
    `${alive} er der${unseen === 0 ? "" : `, ${unseen} er ikke set, siden boksen startede`}.`,
  "says.screens-dark": ({ dark, alive }) =>
    `Sort: ${dark.join(", ")}. ${alive === 0 ? "Ingen" : alive} er der.`,
  "todo.screens-dark": "Se på strøm og netværk: den kommer igen af sig selv.",
  "says.screens-none": "Der er ikke tilføjet nogen.",

  "page.title": "Boksen",
  "page.open": "Alle boksens kontroller",
  "page.well": "Alt er, som det skal være",
  "page.alerts": (count: number) => (count === 1 ? "Én ting at se til" : `${count} ting at se til`),
  "page.updated": (ago: string) => `Opdateret ${ago}`,
  "page.gone": (moment: string) => `Leaf svarer ikke. Sådan var det kl. ${moment}.`,
  "page.unknown": "Leaf har ikke sagt endnu, hvordan den har det",
  "page.unknownText":
    "Den svarer ikke denne enhed. Se på dens strøm og på wi-fi; arbejd videre imens.",
  "page.since": (moment: string) => `siden ${moment}`,
  "page.do": "Hvad der skal gøres",
  "page.checks": "Alle kontroller",

  "level.ok": "I orden",
  "level.warn": "Se til den",
  "level.bad": "Nu",
  "level.none": "Ikke sat op",
  "level.unmeasured": "Ikke målt",

  "alert.title": "At se til",
  "alert.putOff": "Ikke i aften",
  "alert.putOffOf": (check: string) => `Ikke i aften: ${check}`,
  "alert.until": (moment: string) => `Vises ikke på denne enhed før ${moment}`,
  "alert.again": "Vis den igen",
  "alert.againOf": (check: string) => `Vis den igen: ${check}`,
}

const many = (number: number, one: string, several: string): string =>
  `${number} ${number === 1 ? one : several}`
const inDays = (days: number) => (days === 0 ? "under en dag" : many(days, "dag", "dage"))
const span = (minutes: number) =>
  minutes < 120 ? many(minutes, "minut", "minutter") : `${Math.floor(minutes / 60)} timer`
const age = (hours: number) =>
  hours === 0
    ? "under en time"
    : hours < 48
      ? many(hours, "time", "timer")
      : `${Math.floor(hours / 24)} dage`
const others = (peers: number) => many(peers, "anden", "andre")
const seconds = (ms: number) => many(Math.round(Math.abs(ms) / 1_000), "sekund", "sekunder")
const room = (megabytes: number) =>
  megabytes < 10_000 ? `${megabytes} MB` : `${Math.floor(megabytes / 1_000)} GB`

function waits(waiting: { lines: number; documents: number; players: number }): string {
  const parts = [
    ...(waiting.lines === 0 ? [] : [many(waiting.lines, "linje", "linjer")]),
    ...(waiting.documents === 0 ? [] : [many(waiting.documents, "dokument", "dokumenter")]),
    ...(waiting.players === 0 ? [] : [many(waiting.players, "spiller", "spillere")]),
  ]
  return parts.length === 0 ? "intet" : parts.join(", ")
}
