import * as v from "valibot"
import { InvalidInput } from "./invalid.ts"

/** How this box stands in the overlay network over which it is looked after. */
export type OverlayNetwork = {
  /**
   * `absent`: the box is in none, or it is switched off. `connected`: all is well. `management-away`: who
   * hands out the keys cannot be reached, but the peers known so far still are: nothing is urgent, only
   * nobody new gets in. `no-peers`: nobody reaches this box over it, and it reaches nobody.
   */
  state: "absent" | "connected" | "management-away" | "no-peers"
  /** How many peers are connected now. */
  peers: number
}

/** What is needed of `netbird status --json`; the rest of it is not looked at. */
const Status = v.object({
  peers: v.object({ connected: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  management: v.object({ connected: v.boolean() }),
  /** Older daemons do not say it. */
  daemonStatus: v.optional(v.string()),
  /** Peers are then connected to only once there is something to say to them. */
  lazyConnectionEnabled: v.optional(v.boolean(), false),
})

/** The box was never let in, or somebody said `netbird down`. */
const SWITCHED_OFF = ["Idle", "NeedsLogin"]

/**
 * Reads what `netbird status --json` prints. Peers speak to each other without the management server
 * once they know of each other, so that one being away is told from nobody being there.
 * @param statusJson the parsed answer; `undefined` or `null` where the machine has no netbird, or its
 *   daemon does not run
 * @throws InvalidInput where it is something else than netbird's answer
 */
export function readOverlayNetwork(statusJson: unknown): OverlayNetwork {
  if (statusJson === undefined || statusJson === null) return { state: "absent", peers: 0 }
  const status = v.safeParse(Status, statusJson)
  if (!status.success) {
    const [issue] = status.issues
    throw new InvalidInput(
      v.getDotPath(issue) ?? "",
      `netbird's status is unreadable: ${issue.message}`,
    )
  }
  const { peers, management, daemonStatus = "", lazyConnectionEnabled } = status.output
  const stateOf = (): OverlayNetwork["state"] => {
    if (peers.connected > 0) return management.connected ? "connected" : "management-away"
    if (SWITCHED_OFF.includes(daemonStatus)) return "absent"
    return management.connected && lazyConnectionEnabled ? "connected" : "no-peers"
  }
  return { state: stateOf(), peers: peers.connected }
}
