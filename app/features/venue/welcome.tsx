import { A } from "@solidjs/router"
import { createSignal, Show } from "solid-js"
import { useDesk } from "../../data/desk-context.ts"
import { t } from "../../words/people.ts"

const KEY = "felt.setup"

/** Greets the administrator of a venue that nobody has set up. */
export function Welcome() {
  const { desk } = useDesk()
  const [isLater, setLater] = createSignal(localStorage.getItem(KEY) === "later")
  const later = () => {
    localStorage.setItem(KEY, "later")
    setLater(true)
  }
  return (
    <Show when={desk.may.administer && desk.profile() === null && !isLater()}>
      <section
        class="card flex flex-wrap items-center gap-4 border-lavender/60 p-5"
        aria-label={t("welcome.title")}
      >
        <div class="min-w-0 flex-1 basis-72">
          <h2 class="text-2xl font-bold">{t("welcome.title")}</h2>
          <p class="text-pretty text-subtext1">{t("welcome.text")}</p>
        </div>
        <div class="flex gap-2">
          <button class="button min-h-14" onClick={later}>
            {t("welcome.later")}
          </button>
          <A class="button button-primary min-h-14 px-6 text-lg" href="/operator/venue/setup">
            {t("welcome.go")}
          </A>
        </div>
      </section>
    </Show>
  )
}
