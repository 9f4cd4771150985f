/** What a peer may do with a room. */
export type Access = "write" | "read"

/**
 * The port through which the relay asks who somebody is. It answers what the bearer of `token` may
 * do with `room`, or `null` for nothing at all; `room` is always a well-formed name. Where it cannot
 * tell it throws, and the peer is asked to come again.
 */
export type Authorize = (
  room: string,
  token: string | null,
) => Promise<Access | null> | Access | null
