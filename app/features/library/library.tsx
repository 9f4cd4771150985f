import { useSearchParams } from "@solidjs/router"
import { createMemo, Match, onCleanup, onMount, Show, Suspense, Switch } from "solid-js"
import * as v from "valibot"
import { LibraryItemId } from "../../../schemas/ids.ts"
import { ItemKind } from "../../../schemas/library.ts"
import { useDesk } from "../../data/desk-context.ts"
import { later } from "../../ui/later.tsx"
import { t } from "../../words/staff.ts"
import { ItemList } from "./item-list.tsx"
import { Kinds, type Shelf } from "./kinds.tsx"

const LOOK_EVERY_MS = 4_000

/** Brings Automerge along, so it comes when an item is opened and not before. */
const OpenItem = later(async () => (await import("./open-item.tsx")).OpenItem)

const Leagues = later(async () => (await import("../leagues/leagues.tsx")).Leagues)

/** What is set up once and used on many nights: structures, payout tables, chips, house rules, leagues. */
export function Library() {
  const { desk } = useDesk()
  const [params, setParams] = useSearchParams<{ item: string; kind: string; season: string }>()
  const itemId = createMemo(() => {
    const id = v.safeParse(LibraryItemId, params.item)
    return id.success ? id.output : null
  })
  const kind = () => {
    const named = v.safeParse(ItemKind, params.kind)
    return named.success ? named.output : "structure"
  }
  const isLeagues = () => params.kind === "league"
  const look = (shelf: Shelf) => setParams({ kind: shelf, season: null })
  const mayEdit = () => ["administrator", "director"].includes(desk.session.role)
  const refresh = () => {
    if (document.visibilityState !== "visible") return
    desk.shelf
      .refresh()
      .catch((error: unknown) => console.info("The library is as it is known here.", error))
  }
  onMount(refresh)
  const timer = setInterval(refresh, LOOK_EVERY_MS)
  onCleanup(() => clearInterval(timer))
  return (
    <div class="mx-auto max-w-6xl">
      <Switch
        fallback={
          <ItemList
            kind={kind()}
            mayEdit={mayEdit()}
            onShelf={look}
            onOpen={(id) => setParams({ item: id }, { scroll: true })}
          />
        }
      >
        <Match when={itemId()} keyed>
          {(id) => (
            <OpenItem
              itemId={id}
              mayEdit={mayEdit()}
              onBack={() => setParams({ item: null }, { scroll: true })}
            />
          )}
        </Match>
        <Match when={isLeagues()}>
          <div class="grid gap-4">
            {/* A season's page has a title and a way back of its own. */}
            <Show when={params.season === undefined}>
              <h1 class="flex min-h-11 items-center text-xl font-semibold">
                {t("section.library")}
              </h1>
              <Kinds chosen="league" onChoose={look} />
            </Show>
            <Suspense fallback={<div class="card min-h-96" aria-busy="true" />}>
              <Leagues />
            </Suspense>
          </div>
        </Match>
      </Switch>
    </div>
  )
}
