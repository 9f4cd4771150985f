import * as v from "valibot"

/**
 * What Felt's relay and Felt's own clients say to each other beyond the frames of y-websocket
 * (docs/sync.md). A client asks for each by sending its bare number; a stock client, which complains
 * of what it does not know, never does and never gets any.
 *
 *   DURABLE    from the relay a state vector: "of what you wrote, this is on the disk". Who asks with
 *              a number behind the type gets it back behind the state vector as soon as everything
 *              that it sent before is on the disk, deletions included
 *   REFUSED    from the relay JSON, `Refusals`: "this was put back as it was, and why"; comes to
 *              whoever asked for DURABLE
 *   NUMBERED   from the relay, in the place of each update: its number in this room, and the update,
 *              empty where the client wrote it itself. The answer to the request is the number so far
 *   WINDOW     from the relay, milliseconds: "when the contact breaks, come back spread over so
 *              long"; comes to whoever asked for NUMBERED
 */
export const DURABLE = 100
export const REFUSED = 101
export const NUMBERED = 102
export const WINDOW = 103

export const Refusals = v.array(v.object({ key: v.string(), reason: v.string() }))
export type Refusals = v.InferOutput<typeof Refusals>
/** A field that was put back as it was, and why, in one sentence. */
export type Refusal = Refusals[number]

/**
 * Why the relay closes a socket. A stock client comes back after 1001 and 1011, and stays away after
 * 4400 to 4499, where coming back with the same would not help.
 */
export const Close = {
  GOING_AWAY: 1001,
  SERVER_ERROR: 1011,
  BAD_FRAME: 4400,
  SIGNED_OUT: 4401,
  READ_ONLY: 4403,
  FOREIGN: 4422,
  OTHER_VERSION: 4426,
  TOO_MUCH: 4429,
} as const
export type Close = (typeof Close)[keyof typeof Close]
