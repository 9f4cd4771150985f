import * as v from "valibot"
import { DisplayId } from "./ids.ts"
import { Count, Millis } from "./units.ts"

/** What a Leaf finds when it looks at itself and at the box it runs on. */

/** `none` is what is not measured or not set up, which is neither good nor bad. */
export const HealthLevel = v.picklist(["ok", "warn", "bad", "none"])
export type HealthLevel = v.InferOutput<typeof HealthLevel>

const Whole = v.pipe(v.number("expected a whole number"), v.safeInteger("expected a whole number"))

/** One kind of finding: of which check, its code, and the figures that are told with it. */
const finding = <Check extends string, Code extends string, Figures extends v.ObjectEntries>(
  check: Check,
  code: Code,
  figures: Figures,
) =>
  v.strictObject({
    check: v.literal(check),
    code: v.literal(code),
    level: HealthLevel,
    /** Since when it is so, by the Leaf's clock; at the earliest since its start. */
    since: Millis,
    ...figures,
  })

/** A sentence of the Leaf's own, in English, about what went wrong. */
const Sentence = v.string()
const core = { lines: Count, documents: Count, players: Count }

/** One check and what it found; each code has the figures that belong to it and no others. */
export const Finding = v.variant("code", [
  finding("log", "log-durable", {}),
  finding("log", "log-silent", {}),

  finding("ledger", "ledger-whole", { line: Count }),
  finding("ledger", "ledger-apart", { line: Count, log: Count, witness: Count }),
  finding("ledger", "ledger-doubt", { sentence: Sentence }),
  finding("ledger", "ledger-unread", {}),

  finding("projection", "projection-equal", { line: Count }),
  finding("projection", "projection-behind", { line: Count, projected: Count }),
  finding("projection", "projection-unread", {}),

  finding("disk", "disk-room", { freeMb: Count }),
  finding("disk", "disk-low", { freeMb: Count, minimumMb: Count }),
  finding("disk", "disk-full", { freeMb: Count, minimumMb: Count }),

  finding("repair", "repair-made", { sentences: v.array(Sentence) }),

  finding("backup", "backup-good", { hours: Count }),
  finding("backup", "backup-old", { hours: Count }),
  finding("backup", "backup-failed", { hours: v.nullable(Count), sentence: Sentence }),
  finding("backup", "backup-none", {}),
  finding("backup", "backup-missing", { days: Count }),

  finding("core", "core-none", {}),
  finding("core", "core-safe", {}),
  finding("core", "core-behind", core),
  finding("core", "core-away", { ...core, minutes: Count, sentence: v.nullable(Sentence) }),
  finding("core", "core-alarm", { sentence: Sentence }),

  finding("certificate", "certificate-valid", { days: Count }),
  finding("certificate", "certificate-ending", { days: Count }),
  finding("certificate", "certificate-ended", { days: Count }),
  finding("certificate", "certificate-none", {}),

  finding("clock", "clock-right", { offsetMs: v.nullable(Whole) }),
  finding("clock", "clock-off", { offsetMs: Whole }),
  finding("clock", "clock-unset", {}),
  finding("clock", "clock-unmeasured", {}),

  finding("temperature", "temperature-fine", { celsius: Whole }),
  finding("temperature", "temperature-high", { celsius: Whole }),
  finding("temperature", "temperature-unmeasured", {}),

  finding("overlay", "overlay-connected", { peers: Count }),
  finding("overlay", "overlay-management-away", { peers: Count }),
  finding("overlay", "overlay-no-peers", {}),
  finding("overlay", "overlay-silent", {}),
  finding("overlay", "overlay-absent", {}),

  finding("screens", "screens-alive", { alive: Count, unseen: Count }),
  finding("screens", "screens-dark", { dark: v.array(DisplayId), alive: Count }),
  finding("screens", "screens-none", {}),
])
export type Finding = v.InferOutput<typeof Finding>

/** `GET /api/health`: every check, the most important first. */
export const HealthAnswer = v.strictObject({ now: Millis, findings: v.array(Finding) })
export type HealthAnswer = v.InferOutput<typeof HealthAnswer>
