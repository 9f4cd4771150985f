import { createSignal } from "solid-js"
import type { EntryId, TournamentId } from "../../../schemas/ids.ts"
import type { Consents, DealMethod } from "./deal-form.ts"

/** A deal in the making, of this device: lives on while its makers look at other sections. */
export type DealDraft = {
  isOpen: boolean
  method: DealMethod
  /** Whether everybody is being asked. */
  isAsking: boolean
  /** The amounts that were typed by hand, as they were typed. */
  custom: ReadonlyMap<EntryId, string>
  consents: Consents
}

const EMPTY: DealDraft = {
  isOpen: false,
  method: "icm",
  isAsking: false,
  custom: new Map(),
  consents: { to: "", agreed: new Set() },
}

const [drafts, setDrafts] = createSignal<ReadonlyMap<TournamentId, DealDraft>>(new Map())

export const dealDraft = (tournament: TournamentId | null): DealDraft =>
  (tournament === null ? undefined : drafts().get(tournament)) ?? EMPTY

export function changeDraft(tournament: TournamentId, change: Partial<DealDraft>): void {
  setDrafts((all) => new Map([...all, [tournament, { ...dealDraft(tournament), ...change }]]))
}

/** Forgets the draft: the deal is recorded, or nobody wants it. */
export function dropDraft(tournament: TournamentId): void {
  setDrafts((all) => new Map([...all].filter(([id]) => id !== tournament)))
}
