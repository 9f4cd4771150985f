import { createMemo, createSignal, For, Show } from "solid-js"
import { sponsorPictures } from "../../../domain/screens.ts"
import type { PictureId } from "../../../schemas/ids.ts"
import { MOST_PICTURES } from "../../../schemas/picture.ts"
import { useDesk } from "../../data/desk-context.ts"
import { NoPicture, PICTURE_FILES, uploadPicture } from "../../data/picture-upload.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/layouts.ts"
import { t as ts } from "../../words/staff.ts"

/** The sponsors' pictures: what the screens show in turn. */
export function Sponsors(props: { isDisabled: boolean }) {
  const { desk, acts } = useDesk()
  const all = createMemo(() => sponsorPictures(desk.hall.values()))
  const [isWorking, setWorking] = createSignal(false)
  const [problems, setProblems] = createSignal<readonly { file: string; error: unknown }[]>([])
  const isFull = () => all().length >= MOST_PICTURES
  const add = async (files: readonly File[]) => {
    setWorking(true)
    setProblems([])
    // One after the other, so that they stand in the order in which they were chosen.
    for (const file of files)
      try {
        acts.addSponsor(await uploadPicture(desk.session.token, file))
      } catch (error) {
        setProblems((before) => [...before, { file: file.name, error }])
      }
    setWorking(false)
  }
  const remove = (id: PictureId) => {
    const undo = acts.removeSponsor(id)
    say(t("did.sponsorRemoved"), { label: ts("app.undo"), run: undo })
  }
  return (
    <section class="card grid gap-3 p-4">
      <div class="flex flex-wrap items-baseline gap-x-3">
        <h2 class="text-lg font-semibold">{t("sponsors.title")}</h2>
        <p class="text-sm text-subtext0">{t("sponsors.count", all().length, MOST_PICTURES)}</p>
      </div>
      <ul class="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        <For each={all()}>
          {(id, index) => (
            <li class="grid h-24 grid-cols-[minmax(0,1fr)_auto] rounded-xl bg-mantle">
              <img
                class="h-24 w-full object-contain py-2 pl-2"
                src={`/api/pictures/${id}`}
                alt={t("sponsors.picture", index() + 1)}
                loading="lazy"
              />
              <button
                class="button button-quiet px-3"
                aria-label={t("sponsors.remove", index() + 1)}
                disabled={props.isDisabled}
                onClick={() => remove(id)}
              >
                <Icon name="close" />
              </button>
            </li>
          )}
        </For>
        <Show when={!props.isDisabled && !isFull()}>
          <li class="grid">
            <label class="choice relative grid h-24 place-content-center justify-items-center gap-1 p-2 text-center">
              <input
                class="absolute inset-0 cursor-pointer opacity-0"
                type="file"
                multiple
                accept={PICTURE_FILES}
                aria-label={t("sponsors.add")}
                disabled={isWorking()}
                onChange={(event) => {
                  const files = [...(event.currentTarget.files ?? [])]
                  event.currentTarget.value = ""
                  void add(files.slice(0, MOST_PICTURES - all().length))
                }}
              />
              <Icon name="plus" class="size-6" />
              <span class="text-sm font-semibold">
                {t(isWorking() ? "sponsors.working" : "sponsors.add")}
              </span>
            </label>
          </li>
        </Show>
      </ul>
      <div class="grid gap-1 text-sm text-red empty:hidden" role="alert">
        <For each={problems()}>
          {({ file, error }) => (
            <p class="break-words">
              {file}: {whyNot(error)}
            </p>
          )}
        </For>
      </div>
      <p class="text-sm text-subtext0">{t("sponsors.text")}</p>
    </section>
  )
}

function whyNot(error: unknown): string {
  if (error instanceof NoPicture) return t("sponsors.noPicture")
  return error instanceof Error ? error.message : String(error)
}
