/** One question to the Leaf what time it is: when it was asked, answered, and the answer. */
export type RoundTrip = { sentAt: number; receivedAt: number; leafNow: number }

/**
 * How far this device's clock is behind the Leaf's, in milliseconds. The fastest round trip knows
 * best: the Leaf's answer is at most half of it old, whatever else the network did.
 */
export function offsetMs(roundTrips: readonly RoundTrip[]): number | null {
  const best = roundTrips.reduce<RoundTrip | null>(
    (least, trip) => (least === null || lengthMs(trip) < lengthMs(least) ? trip : least),
    null,
  )
  return best && Math.round(best.leafNow - (best.sentAt + lengthMs(best) / 2))
}

const lengthMs = ({ sentAt, receivedAt }: RoundTrip) => receivedAt - sentAt
