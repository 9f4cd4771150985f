import { createHash } from "node:crypto"
import { toJsonSchema } from "@valibot/to-json-schema"
import { test } from "uvu"
import * as assert from "uvu/assert"
import type * as v from "valibot"
import * as accounts from "../schemas/accounts.ts"
import * as backup from "../schemas/backup.ts"
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
  Sponsor,
  Widget,
} from "../schemas/documents/layouts.ts"
import { Entry } from "../schemas/entry.ts"
import { Finding, HealthAnswer } from "../schemas/health.ts"
import { Intent } from "../schemas/intent.ts"
import { DeviceName, DevicesAnswer, LogLine, LogPage } from "../schemas/log.ts"
import {
  ChangeNote,
  ChangesAnswer,
  ChangesBody,
  LibraryAnswer,
  SharedChanges,
  SharedChangesPage,
} from "../schemas/library.ts"
import { DetailsAnswer, DetailsBody, Player } from "../schemas/player.ts"
import * as nights from "../schemas/nights.ts"
import * as owner from "../schemas/owner.ts"
import * as people from "../schemas/people.ts"
import { LeagueHead, Season, SeasonRules } from "../schemas/documents/leagues.ts"
import { LeagueBody, LeaguesAnswer, LeagueTableAnswer, SeasonTable } from "../schemas/league.ts"
import * as phone from "../schemas/phone.ts"
import { PictureAnswer } from "../schemas/picture.ts"
import { Problem } from "../schemas/problem.ts"
import { Receipt } from "../schemas/receipt.ts"
import { Report } from "../schemas/report.ts"
import * as staff from "../schemas/staff.ts"
import { WIRE_VERSION } from "../schemas/version.ts"
import * as wire from "../schemas/wire.ts"

/** The hash of every schema that crosses a boundary, by version. */
const PINNED = {
  version: 9,
  hash: "fb7c7be47b29c6c9407537fb5e5c402660672b6637506347177a4470505bcde5",
}

/** Its two constants are no schemas. */
const { CODE_LETTERS: _letters, CODE_LENGTH: _length, ...displayWire } = display

const schemas: Record<string, v.GenericSchema> = {
  ...backup,
  ...owner,
  ...people,
  ...nights,
  ...accounts,
  SharedChanges,
  SharedChangesPage,
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
  Sponsor,
  PictureAnswer,
  Problem,
  HandForHand,
  VenueProfile,
  LeagueHead,
  Season,
  SeasonRules,
  SeasonTable,
  LeagueBody,
  LeaguesAnswer,
  LeagueTableAnswer,
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
  Finding,
  HealthAnswer,
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
