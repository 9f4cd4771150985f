import { createEffect, createSignal } from "solid-js"
import type { VenueProfile } from "../../../schemas/documents/venue.ts"
import { useDesk } from "../../data/desk-context.ts"
import { formSettled, holdReloadWhile } from "../../data/unsaved.ts"
import { language } from "../../words/language.ts"
import { t } from "../../words/venue.ts"
import { defaultTerms } from "../tonight/terms-form.ts"

/** The profile as it is being written; it follows the venue's until somebody changes it here. */
export function createProfileDraft() {
  const { desk } = useDesk()
  const [draft, setDraft] = createSignal<VenueProfile | null>(null)
  const [savedAs, setSavedAs] = createSignal<string | null>(null)
  holdReloadWhile(() => draft() !== null)
  const kept = (): VenueProfile =>
    desk.profile() ?? {
      name: "",
      currency: defaultTerms.currency,
      language: language(),
      tables: [],
    }
  const profile = () => draft() ?? kept()
  // What was saved here has arrived in the document: there is nothing of its own to show any more.
  createEffect(() => {
    if (savedAs() !== null && JSON.stringify(desk.profile()) === savedAs()) setSavedAs(null)
  })
  return {
    profile,
    isChanged: () => draft() !== null,
    change: (change: Partial<VenueProfile>) => setDraft({ ...profile(), ...change }),
    /** Writes it down; a room without a name gets a plain one. Returns the way back. */
    save(): () => void {
      const { registers } = desk.hall
      const before = registers.get("profile") ?? null
      const named = profile()
      const next = { ...named, name: named.name.trim() || t("profile.defaultName") }
      registers.set("profile", next)
      setSavedAs(JSON.stringify(next))
      setDraft(null)
      formSettled()
      return () => registers.set("profile", before)
    },
  }
}
