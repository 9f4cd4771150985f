/**
 * Why the bearer may not write this value under this key of a room's registers, in one sentence for
 * the person who tried; `null` where it may. `null` as a value removes what is there.
 */
export type Refuses = (key: string, value: unknown) => string | null

/** In a document that is full nothing can be written any more, only removed. */
export const unlessRemoved =
  (refuses: Refuses): Refuses =>
  (key, value) =>
    refuses(key, value) ??
    (value === null ? null : "The document is full: take something out of it first.")

/**
 * What a peer may do with a room: read it, or write it. Where `refuses` is given, the room holds
 * registers (schemas/documents/registers.ts) and nothing else, and each is asked about. `bearer`
 * is who it is, by an id that says nothing of the person.
 */
export type Grant = {
  bearer: string
  /** The device it was signed in on, where that is known; an id as well. */
  device?: string
} & ({ access: "read" } | { access: "write"; refuses: Refuses | null })

/**
 * The port through which the relay asks who somebody is. It answers what the bearer of `token` may
 * do with `room`, or `null` for nothing at all; `room` is always a well-formed name. Where it cannot
 * tell it throws, and the peer is asked to come again. It is asked again while the peer is there.
 */
export type Authorize = (room: string, token: string | null) => Promise<Grant | null> | Grant | null
