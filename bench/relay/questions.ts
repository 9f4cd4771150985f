import * as v from "valibot"
import { SERVERS } from "./dialects.ts"

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** What the process of the readers is asked; each question has one answer. */
export const Question = v.variant("ask", [
  /** Open so many sockets on a room; answered when all are in sync. */
  v.object({
    ask: v.literal("join"),
    server: v.picklist(SERVERS),
    port: Count,
    room: v.string(),
    count: Count,
    as: v.picklist(["timed", "counted", "present", "viewer"]),
  }),
  /** Forget what came so far. */
  v.object({ ask: v.literal("begin") }),
  /** Answered when so many edits have arrived, over all sockets. */
  v.object({ ask: v.literal("timed"), deliveries: Count }),
  /** Answered when every socket has all edits of a client up to this clock. */
  v.object({ ask: v.literal("counted"), client: Count, clock: Count }),
  /** Answered when nothing has arrived for a while; from then on presence is renewed. */
  v.object({ ask: v.literal("settle") }),
  /** Answered with how many bytes of presence each has heard at least. */
  v.object({ ask: v.literal("heard") }),
  /** Close all sockets. */
  v.object({ ask: v.literal("leave") }),
])
export type Question = v.InferOutput<typeof Question>
/**
 * How the readers are there: each edit's time is read; or the frames are only counted; or they also
 * say who they are, and again every 15 s, as stock clients do; or they may not write.
 */
export type As = Extract<Question, { ask: "join" }>["as"]

export const Timed = v.object({ p50: v.number(), p99: v.number(), bytes: v.number() })
/** The bytes that each reader got, least and most. */
export const Counted = v.object({ least: v.number(), most: v.number() })
