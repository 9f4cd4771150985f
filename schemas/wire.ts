import * as v from "valibot"
import { Account } from "./account.ts"
import { Entry } from "./entry.ts"
import { DeviceId, PlayerId, StaffId, TournamentId, VenueId } from "./ids.ts"
import { Intent } from "./intent.ts"
import { Player } from "./player.ts"
import { Cents, Count, Millis, Sequence } from "./units.ts"
import { WIRE_VERSION } from "./version.ts"

/** The bodies of the Leaf's HTTP surface, requests first, as `GET /api/openapi.json` describes them. */

export const Pin = v.pipe(v.string(), v.regex(/^\d{4,10}$/, "a PIN is 4 to 10 digits"))

/** `POST /api/sessions` */
export const SessionRequest = v.strictObject({
  pin: Pin,
  /** Whose PIN it must be; anybody's where it is not given. */
  staffId: v.optional(StaffId),
  /** On which device, so that the log can say so. */
  deviceId: v.optional(DeviceId),
})

export const Role = v.picklist(["administrator", "director", "floor", "cashier"])
export type Role = v.InferOutput<typeof Role>

export const StaffSession = v.strictObject({
  token: v.string(),
  staffId: StaffId,
  role: Role,
  expiresAt: Millis,
})
export type StaffSession = v.InferOutput<typeof StaffSession>

/** `GET /api/venue`: what anybody in the room may know. */
export const Venue = v.strictObject({
  venueId: VenueId,
  build: v.string(),
  /** The Leaf's time, so that a device can tell how far its own clock is off. */
  now: Millis,
  /** The addresses under which other devices reach this Leaf. */
  addresses: v.array(v.string()),
})
export type Venue = v.InferOutput<typeof Venue>

/** `POST /api/players`: a batch, kept or replaced under each player's id. */
export const PlayersBody = v.strictObject({
  players: v.pipe(v.array(Player), v.minLength(1), v.maxLength(1_000)),
})
export type PlayersBody = v.InferOutput<typeof PlayersBody>

/** `POST /api/tickets`: lets one phone see one tournament and write one registration. */
export const TicketRequest = v.strictObject({ tournamentId: TournamentId, playerId: PlayerId })
export const Ticket = v.strictObject({ token: v.string(), expiresAt: Millis })
export type Ticket = v.InferOutput<typeof Ticket>

/** `GET /api/me`: what a phone learns from its ticket. */
export const Me = v.strictObject({
  tournamentId: TournamentId,
  playerId: PlayerId,
  name: v.string(),
})
export type Me = v.InferOutput<typeof Me>

/** `POST /api/ledger/intents` */
export const IntentsRequest = v.strictObject({
  /** The version that the device speaks; a newer one than the Leaf's cannot be understood. */
  version: v.optional(
    v.pipe(
      v.number(),
      v.safeInteger(),
      v.maxValue(
        WIRE_VERSION,
        `this Leaf speaks version ${WIRE_VERSION}, the device a newer one: update the Leaf`,
      ),
    ),
  ),
  intents: v.pipe(v.array(Intent), v.minLength(1), v.maxLength(500)),
})

/** The ledger's answer to one intent; the same id always gets the same one. */
export const IntentAnswer = v.strictObject({
  id: v.string(),
  outcome: v.picklist(["accepted", "conflict", "rejected"]),
  seq: Sequence,
  reason: v.optional(v.string()),
})
export type IntentAnswer = v.InferOutput<typeof IntentAnswer>
export const IntentsAnswer = v.strictObject({ intents: v.array(IntentAnswer) })
export type IntentsAnswer = v.InferOutput<typeof IntentsAnswer>

/** `GET /api/ledger?tournament=…&after=…` */
export const LedgerPage = v.strictObject({
  entries: v.array(Entry),
  /** The last sequence of the whole ledger. */
  lastSequence: Sequence,
  /** The hash of that last entry: what anybody may write down to check the ledger against later. */
  headHash: v.string(),
})
export type LedgerPage = v.InferOutput<typeof LedgerPage>

/** `GET /api/ledger/accounts?tournament=…` */
export const AccountsAnswer = v.strictObject({
  accounts: v.array(v.strictObject({ account: Account, balanceCents: Cents })),
})
export type AccountsAnswer = v.InferOutput<typeof AccountsAnswer>

/** Why the relay did not take what somebody wrote. What it was is in no answer. */
export const RefusalReason = v.picklist([
  "unknown_field",
  "not_allowed",
  "wrong_value",
  "room_is_full",
  "sent_away",
])
export type RefusalReason = v.InferOutput<typeof RefusalReason>

const RoomOutline = v.strictObject({
  /** Its name, as in schemas/documents/rooms.ts. */
  room: v.string(),
  /** How many updates there were since it was opened. */
  sequence: Count,
  documentBytes: Count,
  /** What is stored of it since it was last written as one. */
  stored: v.strictObject({ updates: Count, bytes: Count }),
})

const Refused = v.strictObject({
  /** The field; `null` where what was named can be no field's name. */
  key: v.nullable(v.string()),
  reason: RefusalReason,
  /** Who, as "director <staffId>" or "player <playerId>". */
  bearer: v.string(),
  at: Millis,
})

/** `GET /api/rooms`: no value of a field is in it, and nobody's name. */
export const RoomsAnswer = v.strictObject({
  now: Millis,
  rooms: v.array(v.strictObject({ ...RoomOutline.entries, peerCount: Count, refusedCount: Count })),
  /** Staff who are connected, with how many rooms each has open. */
  staff: v.array(v.strictObject({ bearer: v.string(), peerCount: Count })),
  phoneCount: Count,
  /** The latest edits that were refused in any of the rooms, the newest first. */
  refused: v.array(v.strictObject({ room: v.string(), ...Refused.entries })),
})
export type RoomsAnswer = v.InferOutput<typeof RoomsAnswer>

/** `GET /api/room?name=…`; the newest of everything first. */
export const RoomAnswer = v.strictObject({
  ...RoomOutline.entries,
  now: Millis,
  peers: v.array(
    v.strictObject({
      bearer: v.string(),
      access: v.picklist(["read", "write"]),
      since: Millis,
      /** What was sent to it and it has not read yet. */
      waitingBytes: Count,
    }),
  ),
  refused: v.array(Refused),
  /** Who wrote each field last. */
  writings: v.array(v.strictObject({ key: v.string(), bearer: v.string(), at: Millis })),
})
export type RoomAnswer = v.InferOutput<typeof RoomAnswer>
