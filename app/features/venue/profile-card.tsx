import { A } from "@solidjs/router"
import { Show } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { LookOnly } from "../../ui/look-only.tsx"
import { say } from "../../ui/toasts.tsx"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/venue.ts"
import { createProfileDraft } from "./profile-draft.ts"
import { NameFields, TableFields } from "./profile-fields.tsx"

/** What the room is called, what it pays in, which tables stand in it. */
export function ProfileCard() {
  const { desk } = useDesk()
  const draft = createProfileDraft()
  const isTheirs = () => desk.may.writeVenue("profile")
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const undo = draft.save()
    say(t("profile.saved"), { label: t("profile.undo"), run: undo })
  }
  return (
    <form class="card grid content-start gap-4 p-5" onSubmit={save} aria-labelledby="profile">
      <h2 id="profile" class="text-lg font-semibold">
        {t("profile.title")}
      </h2>
      <Show when={desk.profile() === null}>
        <p class="text-subtext1">{t("profile.none")}</p>
      </Show>
      <LookOnly when={!isTheirs()} text={tp("only.director")} />
      <fieldset class="grid gap-4" disabled={!isTheirs()}>
        <NameFields profile={draft.profile()} onChange={draft.change} />
        <TableFields
          tables={draft.profile().tables}
          onChange={(tables) => draft.change({ tables })}
        />
      </fieldset>
      <p class="text-sm text-subtext0">{t("profile.use")}</p>
      <div class="flex flex-wrap justify-end gap-2">
        <Show when={desk.may.administer}>
          <A class="button" href="/operator/venue/setup">
            {t("profile.setUp")}
          </A>
        </Show>
        <button
          class="button button-primary px-8"
          disabled={!isTheirs() || !draft.isChanged() || draft.profile().name.trim() === ""}
        >
          {t("profile.save")}
        </button>
      </div>
    </form>
  )
}
