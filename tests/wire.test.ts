import { createHash } from "node:crypto"
import { toJsonSchema } from "@valibot/to-json-schema"
import { test } from "uvu"
import * as assert from "uvu/assert"
import type * as v from "valibot"
import { BackedUpVenue, TakenLedger } from "../schemas/backup.ts"
import { Refusals } from "../schemas/documents/frames.ts"
import { RegistrationFields } from "../schemas/documents/registration.ts"
import {
  Button,
  Clock,
  EntryFields,
  HandForHand,
  Table,
  Tournament,
  Waiting,
} from "../schemas/documents/tournament.ts"
import {
  DisplayName,
  DisplaySetting,
  ListedTournament,
  VenueProfile,
} from "../schemas/documents/venue.ts"
import * as display from "../schemas/display.ts"
import {
  Announcement,
  LayoutHead,
  ScreenViews,
  Sound,
  Widget,
} from "../schemas/documents/layouts.ts"
import { Entry } from "../schemas/entry.ts"
import { Intent } from "../schemas/intent.ts"
import { DeviceName, DevicesAnswer, LogLine, LogPage } from "../schemas/log.ts"
import { ChangeNote, ChangesAnswer, ChangesBody, LibraryAnswer } from "../schemas/library.ts"
import { DetailsAnswer, DetailsBody, Player } from "../schemas/player.ts"
import { LeagueHead, Season, SeasonRules } from "../schemas/documents/leagues.ts"
import { SeasonTable } from "../schemas/league.ts"
import * as phone from "../schemas/phone.ts"
import { Receipt } from "../schemas/receipt.ts"
import { Report } from "../schemas/report.ts"
import * as staff from "../schemas/staff.ts"
import { WIRE_VERSION } from "../schemas/version.ts"
import * as wire from "../schemas/wire.ts"

/** The hash of every schema that crosses a boundary, by version. */
const PINNED = {
  version: 8,
  hash: "07c1099cda63af48e831da9e8be6dfb1096f8556b0ad83ea278370df7d542971",
}

/** Its two constants are no schemas. */
const { CODE_LETTERS: _letters, CODE_LENGTH: _length, ...displayWire } = display

const schemas: Record<string, v.GenericSchema> = {
  BackedUpVenue,
  TakenLedger,
  Intent,
  Entry,
  Receipt,
  Report,
  Player,
  DetailsAnswer,
  DetailsBody,
  Tournament,
  Clock,
  Table,
  Button,
  Waiting,
  ListedTournament,
  DisplayName,
  DisplaySetting,
  LayoutHead,
  Widget,
  ScreenViews,
  Sound,
  Announcement,
  HandForHand,
  VenueProfile,
  LeagueHead,
  Season,
  SeasonRules,
  SeasonTable,
  Refusals,
  DeviceName,
  DevicesAnswer,
  LogLine,
  LogPage,
  ...EntryFields,
  ...RegistrationFields,
  LibraryAnswer,
  ChangeNote,
  ChangesBody,
  ChangesAnswer,
  ...wire,
  ...displayWire,
  ...staff,
  ...phone,
}

test("the wire is as it was pinned", () => {
  const shapes = Object.entries(schemas)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => [
      name,
      toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" }),
    ])
  const hash = createHash("sha256").update(JSON.stringify(shapes)).digest("hex")
  assert.is(
    hash,
    PINNED.hash,
    "A schema changed. Raise schemas/version.ts, say there what changed, and pin the new hash here.",
  )
  assert.is(WIRE_VERSION, PINNED.version)
})

test.run()
