import * as v from "valibot"
import { PlayerId, VenueId } from "./ids.ts"
import { Player, PlayerDetails, PlayerName } from "./player.ts"
import { Count, Millis } from "./units.ts"

/** What crosses between a Leaf and Core, and between Core and its owners, of who people are. */

/** A person at Core: one or several venues' players. */
export const PersonId = v.pipe(v.string("expected a PersonId"), v.uuid(), v.brand("PersonId"))
export type PersonId = v.InferOutput<typeof PersonId>

/** So many go in one request. */
const PAGE_MOST = 500

/** A player with all that the venue knows of them. */
export const VenuePlayer = v.strictObject({
  ...Player.entries,
  details: v.nullable(PlayerDetails),
})
export type VenuePlayer = v.InferOutput<typeof VenuePlayer>

/** `POST /api/venue/players` of Core: a Leaf says what it knows; the same again changes nothing. */
export const VenuePlayers = v.strictObject({
  players: v.pipe(v.array(VenuePlayer), v.maxLength(PAGE_MOST)),
})

/** `GET /api/venue/players` of Core: what a new Leaf gets back, page by page. */
export const VenuePlayersPage = v.strictObject({
  players: v.array(VenuePlayer),
  /** Those of whom nothing may ever be kept again. */
  erased: v.array(PlayerId),
  /** Where the next page begins; `null` after the last. */
  next: v.nullable(PlayerId),
})

export type VenuePlayersPage = v.InferOutput<typeof VenuePlayersPage>

/** Players of whom nothing may be left: to a Leaf, and from it when that is so. */
export const ErasedPlayers = v.strictObject({
  playerIds: v.pipe(v.array(PlayerId), v.maxLength(PAGE_MOST)),
})

const PersonAtVenue = v.strictObject({
  venueId: VenueId,
  venueName: v.string(),
  playerId: PlayerId,
  name: PlayerName,
  firstSeenAt: Millis,
})

/** A person as one venue knows them: who plays at two venues stands there twice. */
export const PersonLine = v.strictObject({
  personId: PersonId,
  name: PlayerName,
  venueName: v.string(),
  playerId: PlayerId,
  isErased: v.boolean(),
})

/** `GET /api/people?search=&after=` of Core. */
export const PeoplePage = v.strictObject({
  people: v.array(PersonLine),
  /** To be given as `after` for the next page; `null` after the last. */
  next: v.nullable(v.string()),
})
export type PeoplePage = v.InferOutput<typeof PeoplePage>
export const PeopleQuery = v.object({
  search: v.optional(v.pipe(v.string(), v.maxLength(80)), ""),
  after: v.optional(v.pipe(v.string(), v.maxLength(400)), ""),
})

/** `GET /api/people/<id>` of Core. */
export const Person = v.strictObject({
  personId: PersonId,
  isErased: v.boolean(),
  players: v.array(
    v.strictObject({ ...PersonAtVenue.entries, details: v.nullable(PlayerDetails) }),
  ),
  /** Others who may be the same: of the same address, number, or name and date of birth. */
  maybeSame: v.array(v.strictObject({ personId: PersonId, name: PlayerName, because: v.string() })),
})
export type Person = v.InferOutput<typeof Person>

/** What an erasure has come to, for whoever asked. */
export const ErasureReceipt = v.strictObject({
  erasureId: v.pipe(v.string(), v.uuid()),
  personId: PersonId,
  askedAt: Millis,
  askedBy: v.string(),
  /** Each venue at which the person played, and since when nothing is left there; `null`: not yet. */
  venues: v.array(
    v.strictObject({
      venueId: VenueId,
      venueName: v.string(),
      playerId: PlayerId,
      erasedAt: v.nullable(Millis),
      /** Until when the law wants the name in this venue's accounts; `null` where it does not. */
      keptUntil: v.nullable(Millis),
    }),
  ),
})
export type ErasureReceipt = v.InferOutput<typeof ErasureReceipt>

/** A line of `GET /api/erasures` of Core: how many venues there are, and at how many nothing is left. */
export const ErasureLine = v.strictObject({
  erasureId: v.pipe(v.string(), v.uuid()),
  personId: PersonId,
  askedAt: Millis,
  askedBy: v.string(),
  venues: Count,
  erasedAt: Count,
})
export type ErasureLine = v.InferOutput<typeof ErasureLine>

/** A line of `GET /api/reads` of Core. */
export const PersonalRead = v.strictObject({
  at: Millis,
  reader: v.string(),
  what: v.picklist(["list", "person", "export", "restore", "accounts"]),
  personId: v.nullable(PersonId),
  people: v.pipe(v.number(), v.safeInteger()),
})
export type PersonalRead = v.InferOutput<typeof PersonalRead>
