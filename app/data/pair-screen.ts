import type { DisplayId } from "../../schemas/ids.ts"
import { call } from "./api.ts"

/**
 * The screen that shows this code is this display from now on.
 * @throws Refused where no screen shows it, Unreachable without contact with the Leaf
 */
export async function pairScreen(token: string, code: string, displayId: DisplayId): Promise<void> {
  await call(`/api/pairings/${code}/screen`, { method: "POST", token, body: { displayId } })
}
