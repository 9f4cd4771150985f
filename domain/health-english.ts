import type { Finding } from "../schemas/health.ts"

/**
 * What each finding is called, what it says and what to do about it, in English: for the command line,
 * for `/readyz`, and as one of the languages of the app.
 */

type Code = Finding["code"]
type Of<Each extends Code> = Extract<Finding, { code: Each }>
type Words = { [Each in Code as `says.${Each}`]: string | ((finding: Of<Each>) => string) } & {
  [Each in Code as `todo.${Each}`]?: string | ((finding: Of<Each>) => string)
} & { [Check in Finding["check"] as `check.${Check}`]: string }
/** A dictionary of all findings in one language. */
export type HealthWords = { [Key in keyof Words]: Words[Key] }

export const healthEnglish = {
  "check.log": "Log",
  "check.ledger": "Ledger",
  "check.projection": "Reports",
  "check.disk": "Disk",
  "check.repair": "Repair",
  "check.backup": "Backup",
  "check.core": "Core",
  "check.certificate": "Certificate",
  "check.clock": "Time",
  "check.temperature": "Temperature",
  "check.overlay": "Remote help",
  "check.screens": "Screens",

  "says.log-durable": "Every write is on the disk before it counts.",
  "says.log-silent": "The log does not answer; it is being started again.",
  "todo.log-silent":
    "Go on: what is recorded waits on the tablets. After a minute, start the box again.",

  "says.ledger-whole": ({ line }) => `Log and witness agree up to line ${line}.`,
  "says.ledger-apart": ({ line, log, witness }) =>
    `They end at different lines: ledger ${line}, log ${log}, witness ${witness}.`,
  "todo.ledger-apart": "Take no money, and start the box again: it compares them and repairs.",
  "says.ledger-doubt": ({ sentence }) => sentence,
  "todo.ledger-doubt": "Take no money until somebody has done what docs/recovery.md says of it.",
  "says.ledger-unread": "It cannot be read while the log does not answer.",
  "todo.ledger-unread": "It comes back with the log.",

  "says.projection-equal": ({ line }) => `They are complete, up to line ${line}.`,
  "says.projection-behind": ({ line, projected }) => `They have ${projected} of ${line} lines.`,
  "todo.projection-behind": "Nothing is lost. Stop the Leaf and run: felt projection rebuild",
  "says.projection-unread": "They cannot be compared while the log does not answer.",
  "todo.projection-unread": "They come back with the log.",

  "says.disk-room": ({ freeMb }) => `${roomEnglish(freeMb)} are free.`,
  "says.disk-low": ({ freeMb, minimumMb }) =>
    `Only ${roomEnglish(freeMb)} are free; below ${roomEnglish(minimumMb)} no money is taken.`,
  "todo.disk-low": "Make room before the next night: move old backups off the box.",
  "says.disk-full": ({ freeMb }) => `Only ${roomEnglish(freeMb)} are free: no money is taken.`,
  "todo.disk-full": "Make room now: move old backups off the box. It goes on by itself.",

  "says.repair-made": ({ sentences }) => sentences.join(" "),
  "todo.repair-made":
    "Everything is there again. Look into the disk, as docs/recovery.md says; then this goes.",

  "says.backup-good": ({ hours }) => `The last good one is ${ageEnglish(hours)} old.`,
  "says.backup-old": ({ hours }) => `The last good one is ${ageEnglish(hours)} old.`,
  "todo.backup-old": "Plug in the backup disk; one is made in the night, or now with: felt backup",
  "says.backup-failed": ({ hours, sentence }) =>
    hours === null
      ? `None was ever made. The last try: ${sentence}`
      : `The last good one is ${ageEnglish(hours)} old. The last try: ${sentence}`,
  "todo.backup-failed": "Mend what it says; one is made in the night, or now with: felt backup",
  "says.backup-none": "None has been made yet.",
  "says.backup-missing": ({ days }) => `None has been made in ${days} days.`,
  "todo.backup-missing": "Plug in a backup disk and make the first: felt backup (docs/recovery.md)",

  "says.core-none": "There is no Core: what this box and its backups have is all there is.",
  "says.core-safe": "Everything is safe there.",
  "says.core-behind": (waiting) => `${waitingEnglish(waiting)} on their way there.`,
  "todo.core-behind": "Leave the box on with internet after the night, until this has gone.",
  "says.core-away": ({ minutes, sentence, ...waiting }) =>
    `No contact for ${minutesEnglish(minutes)}; ${waitingEnglish(waiting)} waiting.` +
    (sentence === null ? "" : ` ${sentence}`),
  "todo.core-away": "Play on, nothing is lost. Look at the venue's internet when there is time.",
  "says.core-alarm": ({ sentence }) => sentence,
  "todo.core-alarm": "Take no money: this box may be an older copy. See docs/recovery.md.",

  "says.certificate-valid": ({ days }) => `It is good for another ${daysEnglish(days)}.`,
  "says.certificate-ending": ({ days }) => `It ends in ${daysEnglish(days)}.`,
  "todo.certificate-ending":
    "Have it renewed (docs/operator.md), or tablets and phones will not open Felt any more.",
  "says.certificate-ended": ({ days }) =>
    days === 0 ? "It has ended." : `It ended ${daysEnglish(days)} ago.`,
  "todo.certificate-ended":
    "Have it renewed now (docs/operator.md): devices that are not open yet are kept out.",
  "says.certificate-none": "Plain http: nothing is encrypted on the way to the devices.",

  "says.clock-right": ({ offsetMs }) =>
    offsetMs === null
      ? "It is set by a time server."
      : `It is right to ${secondsEnglish(Math.abs(offsetMs))} by Core's.`,
  "says.clock-off": ({ offsetMs }) =>
    `It is ${secondsEnglish(Math.abs(offsetMs))} ${offsetMs > 0 ? "ahead of" : "behind"} Core's.`,
  "todo.clock-off":
    "The night's clock is even everywhere. Have the time set before the next night, not during one.",
  "says.clock-unset": "No time server sets it, so it may drift.",
  "todo.clock-unset": "Compare it with a watch. Where the box has internet it sets itself.",
  "says.clock-unmeasured": "Not measured: this machine does not say whether its clock is set.",

  "says.temperature-fine": ({ celsius }) => `${celsius} °C.`,
  "says.temperature-high": ({ celsius }) => `${celsius} °C is too hot.`,
  "todo.temperature-high": ({ level }): string =>
    level === "bad"
      ? "Give the box air now, before it slows down: nothing on it, nothing around it."
      : "Give the box air: nothing on it, nothing around it, no sun.",
  "says.temperature-unmeasured": "Not measured: this machine has no thermometer.",

  "says.overlay-connected": ({ peers }) =>
    peers === 0 ? "Netbird is connected." : `Netbird is connected to ${peersEnglish(peers)}.`,
  "says.overlay-management-away": ({ peers }) =>
    `Netbird's management is away; ${peersEnglish(peers)} still connected.`,
  "todo.overlay-management-away": "Nothing tonight: help still gets in, only nobody new does.",
  "says.overlay-no-peers": "Netbird reaches nobody: no help gets in from outside.",
  "todo.overlay-no-peers": "Play on. Where help is needed, look at the venue's internet first.",
  "says.overlay-silent": "Netbird is installed and does not answer.",
  "todo.overlay-silent": "Play on. Where help is needed, run: sudo systemctl restart netbird",
  "says.overlay-absent": "Not set up: nobody can look after the box from outside.",

  "says.screens-alive": ({ alive, unseen }) =>
    `${alive} there${unseen === 0 ? "" : `, ${unseen} not seen since the box started`}.`,
  // By their ids; the app puts their names there.
  "says.screens-dark": ({ dark, alive }: { dark: readonly string[]; alive: number }) =>
    `Dark: ${dark.join(", ")}. ${alive === 0 ? "None is" : `${alive} are`} there.`,
  "todo.screens-dark": "Look at its power and its network: it comes back by itself.",
  "says.screens-none": "None has been added.",
} satisfies HealthWords

/** What a finding says, in one sentence or two. */
export const sayFinding = (words: HealthWords, finding: Finding): string =>
  wordOf(words[`says.${finding.code}`], finding)

/** What to do about it; empty where there is nothing to do. */
export const sayTodo = (words: HealthWords, finding: Finding): string =>
  finding.level === "warn" || finding.level === "bad"
    ? wordOf(words[`todo.${finding.code}`], finding)
    : ""

function wordOf(word: HealthWords[keyof HealthWords], finding: Finding): string {
  // The key was made of this finding's code, so its word takes this finding.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return typeof word === "function" ? (word as (of: Finding) => string)(finding) : (word ?? "")
}

const many = (number: number, one: string, several: string): string =>
  `${number} ${number === 1 ? one : several}`
const daysEnglish = (days: number) => (days === 0 ? "less than a day" : many(days, "day", "days"))
const minutesEnglish = (minutes: number) =>
  minutes < 120 ? many(minutes, "minute", "minutes") : `${Math.floor(minutes / 60)} hours`
/** Hours as they are, days from two on. */
const ageEnglish = (hours: number) =>
  hours === 0
    ? "less than an hour"
    : hours < 48
      ? many(hours, "hour", "hours")
      : `${Math.floor(hours / 24)} days`
const peersEnglish = (peers: number) => many(peers, "peer", "peers")
const secondsEnglish = (ms: number) => many(Math.round(ms / 1_000), "second", "seconds")
const roomEnglish = (megabytes: number) =>
  megabytes < 10_000 ? `${megabytes} MB` : `${Math.floor(megabytes / 1_000)} GB`

function waitingEnglish(waiting: { lines: number; documents: number; players: number }): string {
  const parts = [
    ...(waiting.lines === 0 ? [] : [many(waiting.lines, "line", "lines")]),
    ...(waiting.documents === 0 ? [] : [many(waiting.documents, "document", "documents")]),
    ...(waiting.players === 0 ? [] : [many(waiting.players, "player", "players")]),
  ]
  if (parts.length === 0) return "nothing is"
  const isOne = waiting.lines + waiting.documents + waiting.players === 1
  return `${parts.join(", ")} ${isOne ? "is" : "are"}`
}
