import type { Figure } from "../figures.ts"
import type { ServerName } from "./dialects.ts"

/** One value of one server in one round. */
export type Sample = {
  name: string
  unit: Figure["unit"]
  value: number
  /** Which is better; less, where it does not say. */
  better?: "more"
  /** What Felt has promised: its own value at most, or compared with the better of the others. */
  limit?: number
  timesLimit?: number
}

/** Starts a server of this kind, measures it, and leaves nothing running. */
export type Measurement = (server: ServerName) => Promise<Sample[]>
