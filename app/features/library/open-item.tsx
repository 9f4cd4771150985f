import { createEffect, createResource, createSignal, Match, on, Show, Switch } from "solid-js"
import { kindOf, PUT_AWAY } from "../../../domain/library-items.ts"
import { fieldsOf } from "../../../library/document.ts"
import type { LibraryItemId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import type { OpenItem as Item } from "../../data/library-documents.ts"
import { formSettled } from "../../data/unsaved.ts"
import { Empty } from "../../ui/empty.tsx"
import { Icon } from "../../ui/icon.tsx"
import { say, sayProblem } from "../../ui/toasts.tsx"
import { t } from "../../words/library.ts"
import { t as staff } from "../../words/staff.ts"
import { ChipsEditor } from "./chips-editor.tsx"
import { ClashBanner } from "./clash-banner.tsx"
import { createDraft, type Draft } from "./draft.ts"
import { Labelled, TextField } from "./fields.tsx"
import { History } from "./history.tsx"
import { PayoutEditor } from "./payout-editor.tsx"
import { RulesEditor } from "./rules-editor.tsx"
import { StructureEditor } from "./structure-editor.tsx"

/** One item of the library: to edit, with its history and its clashes. */
export function OpenItem(props: { itemId: LibraryItemId; mayEdit: boolean; onBack: () => void }) {
  const { desk } = useDesk()
  const [item, { refetch }] = createResource(
    () => props.itemId,
    async (itemId) => {
      const found = (await desk.shelf.documents()).item(itemId)
      // What was never here must come from the Leaf; what is here is shown at once.
      if (kindOf(fieldsOf(found.doc())) === null) await found.meet()
      return found
    },
  )
  return (
    <Switch fallback={<p class="p-8 text-center text-subtext0">{t("library.loading")}</p>}>
      <Match when={item.error}>
        <Empty icon="library" title={t("library.notHere")} text={t("library.notHereText")}>
          <button class="button" onClick={() => props.onBack()}>
            {t("library.back")}
          </button>
          <button class="button button-primary" onClick={() => void refetch()}>
            {t("library.again")}
          </button>
        </Empty>
      </Match>
      <Match when={item()} keyed>
        {(found) => <Opened item={found} mayEdit={props.mayEdit} onBack={props.onBack} />}
      </Match>
    </Switch>
  )
}

function Opened(props: { item: Item; mayEdit: boolean; onBack: () => void }) {
  const { desk } = useDesk()
  // An item is a value of its own: another one makes this whole part anew.
  // oxlint-disable-next-line solid/reactivity
  const draft = createDraft(props.item)
  const [view, setView] = createSignal<"edit" | "history">("edit")
  const listed = () => desk.shelf.items().find(({ itemId }) => itemId === props.item.itemId)
  // The Leaf has something else than this device.
  createEffect(
    on(
      () => listed()?.heads.join(),
      () => {
        props.item
          .meet()
          .catch((error: unknown) => console.info("This item is as it is known here.", error))
      },
    ),
  )
  const isAway = () => fieldsOf(props.item.doc())[PUT_AWAY] === true
  return (
    <div class="grid gap-4 pb-20">
      <Header
        item={props.item}
        isAway={isAway()}
        waiting={listed()?.waiting ?? 0}
        onBack={props.onBack}
      />
      <Show when={props.item.refusal()}>
        {(sentence) => (
          <div role="alert" class="rounded-2xl border border-red bg-red/10 p-4">
            <p class="font-semibold text-red">{t("library.refused")}</p>
            <p class="text-pretty">{t("library.refusedText", sentence())}</p>
          </div>
        )}
      </Show>
      <ClashBanner item={props.item} mayEdit={props.mayEdit} />
      <div role="group" aria-label={t("library.kinds")} class="flex gap-2">
        {(["edit", "history"] as const).map((each) => (
          <button
            class="button sm:px-8"
            classList={{ "bg-surface2!": view() === each }}
            aria-pressed={view() === each}
            onClick={() => setView(each)}
          >
            {t(`library.${each}`)}
          </button>
        ))}
        <Show when={props.mayEdit}>
          <PutAway item={props.item} isAway={isAway()} />
        </Show>
      </div>
      <Show
        when={view() === "edit"}
        fallback={<History item={props.item} mayEdit={props.mayEdit} />}
      >
        <Editor draft={draft} mayEdit={props.mayEdit} />
      </Show>
      <Show when={draft.isDirty() && props.mayEdit}>
        <SaveBar draft={draft} />
      </Show>
    </div>
  )
}

const nameOf = (item: Item): string => String(fieldsOf(item.doc())["name"] ?? "")

/** Offered nowhere any more, and nothing is lost: it can be brought back at any time. */
function PutAway(props: { item: Item; isAway: boolean }) {
  const putAway = async (isAway: boolean) => {
    const { item } = props
    await item.putAway(isAway)
    say(t(isAway ? "library.putAwayDone" : "library.broughtBack", nameOf(item)), {
      label: staff("app.undo"),
      run: () => void item.putAway(!isAway),
    })
  }
  return (
    <button class="button ml-auto" onClick={() => void putAway(!props.isAway)}>
      {t(props.isAway ? "library.bringBack" : "library.putAway")}
    </button>
  )
}

function Header(props: { item: Item; isAway: boolean; waiting: number; onBack: () => void }) {
  return (
    <header class="flex flex-wrap items-center gap-2">
      <button class="button button-quiet pl-2" onClick={() => props.onBack()}>
        <Icon name="back" />
        {t("library.back")}
      </button>
      <h1 class="min-w-0 grow basis-40 text-2xl font-bold break-words">{nameOf(props.item)}</h1>
      <Show when={props.waiting > 0}>
        <span class="pill text-yellow">{t("library.waiting", props.waiting)}</span>
      </Show>
      <Show when={props.isAway}>
        <p class="basis-full text-yellow">{t("library.isAway")}</p>
      </Show>
    </header>
  )
}

function Editor(props: { draft: Draft; mayEdit: boolean }) {
  const kind = () => kindOf({ ...props.draft.fields })
  return (
    <form
      class="card p-4 md:p-5"
      aria-label={t("library.edit")}
      onSubmit={(event) => event.preventDefault()}
    >
      <fieldset class="grid min-w-0 gap-5" disabled={!props.mayEdit}>
        <Show when={!props.mayEdit}>
          <p class="text-subtext0">{t("library.readOnly")}</p>
        </Show>
        <Labelled label={t("library.name")}>
          <TextField
            draft={props.draft}
            field="name"
            label={t("library.name")}
            longest={60}
            class="text-lg"
          />
        </Labelled>
        <Switch>
          <Match when={kind() === "structure"}>
            <StructureEditor draft={props.draft} mayEdit={props.mayEdit} />
          </Match>
          <Match when={kind() === "payout-table"}>
            <PayoutEditor draft={props.draft} mayEdit={props.mayEdit} />
          </Match>
          <Match when={kind() === "chip-set"}>
            <ChipsEditor draft={props.draft} mayEdit={props.mayEdit} />
          </Match>
          <Match when={kind() === "house-rules"}>
            <RulesEditor draft={props.draft} mayEdit={props.mayEdit} />
          </Match>
        </Switch>
      </fieldset>
    </form>
  )
}

/** What is edited and not saved, always under the thumb. */
function SaveBar(props: { draft: Draft }) {
  const [isSaving, setSaving] = createSignal(false)
  const save = async () => {
    setSaving(true)
    try {
      const name = String(props.draft.fields["name"] ?? "")
      const undo = await props.draft.save()
      formSettled()
      say(t("library.saved", name), { label: staff("app.undo"), run: () => void undo() })
    } catch (error) {
      sayProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setSaving(false)
    }
  }
  return (
    <section
      aria-label={t("library.save")}
      class="save-bar fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 border-t border-surface1 bg-mantle px-3 py-2 md:bottom-0 md:left-[5.5rem] md:px-5"
    >
      <div class="mx-auto grid max-w-6xl gap-1">
        <p class="text-sm text-pretty text-red empty:hidden" aria-live="polite">
          {props.draft.problem() === null ? "" : t("library.wrong", props.draft.problem() ?? "")}
        </p>
        <Show when={props.draft.isOvertaken()}>
          <p class="text-sm text-pretty text-yellow">{t("library.meanwhile")}</p>
        </Show>
        <div class="flex items-center gap-2">
          <p class="mr-auto font-semibold">{t("library.unsaved", props.draft.unsaved())}</p>
          <button class="button" onClick={() => props.draft.reset()}>
            {t("library.discard")}
          </button>
          <button
            class="button button-go px-8"
            disabled={props.draft.problem() !== null || isSaving()}
            onClick={() => void save()}
          >
            {t("library.save")}
          </button>
        </div>
      </div>
    </section>
  )
}
