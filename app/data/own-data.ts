import { type DetailsBody, DetailsAnswer, type PlayerDetails } from "../../schemas/player.ts"
import { OwnData } from "../../schemas/phone.ts"
import { ask, call } from "./api.ts"

/** What a player's own phone may do with the player's data. Each throws Refused or Unreachable. */
export const ownData = (token: string) => ({
  details: async (): Promise<PlayerDetails | null> =>
    (await ask("/api/me/details", DetailsAnswer, { token })).details,

  keep: async (body: DetailsBody): Promise<PlayerDetails | null> =>
    (await ask("/api/me/details", DetailsAnswer, { method: "POST", body, token })).details,

  async withdraw(): Promise<void> {
    await call("/api/me/details", { method: "DELETE", token })
  },

  /** Everything, as text for a file. */
  exported: async (): Promise<string> =>
    JSON.stringify(await ask("/api/me/data", OwnData, { token }), null, 2),

  async erase(): Promise<void> {
    await call("/api/me", { method: "DELETE", token })
  },
})
