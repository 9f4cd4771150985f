import * as v from "valibot"

/**
 * Ids are made by whoever creates the thing (also offline) and carry no meaning. A player's id is
 * random, never derived from a name or an address, so that erasing the name erases the person.
 */
const id = <const Name extends string>(name: Name) =>
  v.pipe(
    v.string(`expected a ${name}`),
    v.regex(/^[A-Za-z0-9_-]{1,64}$/, `expected a ${name}: 1 to 64 letters, digits, "-" or "_"`),
    v.brand(name),
  )

/** Whoever runs one or several venues: made by Core, and in the way of nobody else. */
export const TenantId = v.pipe(
  v.string("expected a TenantId"),
  v.regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    "expected a TenantId: a UUID in lower case",
  ),
  v.brand("TenantId"),
)
export type TenantId = v.InferOutput<typeof TenantId>
/** Who signs in to Core for a tenant. */
export const MemberId = v.pipe(v.string("expected a MemberId"), v.uuid(), v.brand("MemberId"))
export type MemberId = v.InferOutput<typeof MemberId>

export const VenueId = id("VenueId")
export type VenueId = v.InferOutput<typeof VenueId>
export const TournamentId = id("TournamentId")
export type TournamentId = v.InferOutput<typeof TournamentId>
export const PlayerId = id("PlayerId")
export type PlayerId = v.InferOutput<typeof PlayerId>
export const EntryId = id("EntryId")
export type EntryId = v.InferOutput<typeof EntryId>
export const TableId = id("TableId")
export type TableId = v.InferOutput<typeof TableId>
export const StaffId = id("StaffId")
export type StaffId = v.InferOutput<typeof StaffId>
export const DeviceId = id("DeviceId")
export type DeviceId = v.InferOutput<typeof DeviceId>
export const TillId = id("TillId")
export type TillId = v.InferOutput<typeof TillId>
export const DisplayId = id("DisplayId")
export type DisplayId = v.InferOutput<typeof DisplayId>
export const LayoutId = id("LayoutId")
export type LayoutId = v.InferOutput<typeof LayoutId>
export const WidgetId = id("WidgetId")
export type WidgetId = v.InferOutput<typeof WidgetId>
/** Made of a picture's bytes: the same picture has one id, and what an id stands for never changes. */
export const PictureId = id("PictureId")
export type PictureId = v.InferOutput<typeof PictureId>
/** Made by a player's phone. */
export const WishId = id("WishId")
export type WishId = v.InferOutput<typeof WishId>
export const LeagueId = id("LeagueId")
export type LeagueId = v.InferOutput<typeof LeagueId>
export const SeasonId = id("SeasonId")
export type SeasonId = v.InferOutput<typeof SeasonId>
export const LibraryItemId = id("LibraryItemId")
export type LibraryItemId = v.InferOutput<typeof LibraryItemId>

/** A UUIDv7, made on the device that has the wish: sortable by time, and the key to asking twice. */
export const IntentId = v.pipe(
  v.string("expected an IntentId"),
  v.regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    "expected an IntentId: a UUIDv7 in lower case",
  ),
  v.brand("IntentId"),
)
export type IntentId = v.InferOutput<typeof IntentId>
