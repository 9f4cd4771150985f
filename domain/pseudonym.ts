import type { PlayerId } from "../schemas/ids.ts"

/** What somebody is called whose name is not known here, not yet or not any more. */
export const pseudonymOf = (playerId: PlayerId): string => `Player ${playerId.slice(-4)}`
