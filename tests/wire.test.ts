import { createHash } from "node:crypto"
import { toJsonSchema } from "@valibot/to-json-schema"
import { test } from "uvu"
import * as assert from "uvu/assert"
import type * as v from "valibot"
import { BackedUpVenue } from "../schemas/backup.ts"
import { Refusals } from "../schemas/documents/frames.ts"
import { RegistrationFields } from "../schemas/documents/registration.ts"
import { Button, Clock, EntryFields, Table, Tournament } from "../schemas/documents/tournament.ts"
import { DisplaySetting, ListedTournament, VenueProfile } from "../schemas/documents/venue.ts"
import { Entry } from "../schemas/entry.ts"
import { Intent } from "../schemas/intent.ts"
import { Player } from "../schemas/player.ts"
import { Receipt } from "../schemas/receipt.ts"
import { Report } from "../schemas/report.ts"
import * as staff from "../schemas/staff.ts"
import { WIRE_VERSION } from "../schemas/version.ts"
import * as wire from "../schemas/wire.ts"

/** The hash of every schema that crosses a boundary, by version. */
const PINNED = {
  version: 6,
  hash: "45f3e8ee1d1ea15812804dce747155c64832db699b899458caaafff2e07d119f",
}

const schemas: Record<string, v.GenericSchema> = {
  BackedUpVenue,
  Intent,
  Entry,
  Receipt,
  Report,
  Player,
  Tournament,
  Clock,
  Table,
  Button,
  ListedTournament,
  DisplaySetting,
  VenueProfile,
  Refusals,
  ...EntryFields,
  ...RegistrationFields,
  ...wire,
  ...staff,
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
