import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import * as v from "valibot"
import { accountOf, openTills, reconcile } from "../../domain/account.ts"
import { readTournament } from "../../domain/tournament.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { ListedTournament } from "../../schemas/documents/venue.ts"
import { TournamentId } from "../../schemas/ids.ts"
import type { Terms } from "../../schemas/terms.ts"
import { WIRE_VERSION } from "../../schemas/version.ts"
import { IntentsAnswer, type StaffSession, type Venue } from "../../schemas/wire.ts"
import { ask } from "./api.ts"
import { deviceDatabase } from "./device.ts"
import { openRoom } from "./documents.ts"
import { intentsOf, type Tender } from "./intents.ts"
import { Ledger } from "./ledger.ts"
import { Outbox, type OutboxStore } from "./outbox.ts"
import { isRefused, type Queued } from "./outbox-queue.ts"
import { Players } from "./players.ts"
import { signOut } from "./session.ts"
import { deviceTill, tenderMethod } from "./tender.ts"

/** Everything an operator's page works with: the rooms, the ledger, the outbox and the names. */
export type Desk = ReturnType<typeof openDesk>

/** Opens a desk for a signed-in member of staff; lives as long as the calling component. */
export function openDesk(session: StaffSession, venue: Venue) {
  const books = openBooks(session)
  const { ledger, players, outbox } = books
  const rooms = { keep: true, onDenied: signOut }
  const hall = openRoom(venueRoom(venue.venueId), session.token, rooms)
  onCleanup(() => hall.close())
  const tournaments = createMemo(() => listed(hall.values()))
  const [selected, select] = createSelection(() => tournaments()[0]?.id ?? null)
  const room = createMemo(
    on(selected, (id) => {
      if (id === null) return null
      const opened = openRoom(tournamentRoom(id), session.token, rooms)
      onCleanup(() => opened.close())
      return opened
    }),
  )
  const floor = createMemo(() => readTournament(room()?.values() ?? new Map()))
  const account = createMemo(() => {
    const id = selected()
    return id === null ? null : accountOf(ledger.state(), id)
  })
  const pending = createMemo(() =>
    outbox.items().filter(({ intent }) => intent.tournamentId === selected()),
  )
  return {
    session,
    venue,
    ...books,
    hall,
    room,
    tournaments,
    selected,
    select,
    floor,
    account,
    /** Asked for where it is shown, and not at every tap elsewhere. */
    reconciliation: () => {
      const current = account()
      return current && reconcile(current, floor().entries)
    },
    /** What of the selected tournament's money has no line in the ledger yet. */
    pending,
    /** The prices; known at once on the device that made the tournament, with or without the Leaf. */
    terms: createMemo(() => account()?.terms ?? termsOnTheirWay(pending())),
    /** What the Leaf put back as it was, and why. */
    refused: createMemo(() => [...hall.refused(), ...(room()?.refused() ?? [])]),
    sync: createMemo(() => ({
      isConnected: hall.isConnected() && ledger.isLive(),
      isUpToDate: hall.isSynced() && ledger.isLive() && (room()?.isSynced() ?? true),
      waiting: outbox.waiting() + players.unsent() + hall.unsafe() + (room()?.unsafe() ?? 0),
    })),
  }
}

/** The money side, and the names that go with it. */
function openBooks({ token, staffId }: StaffSession) {
  const ledger = new Ledger()
  const players = new Players(token)
  const tender = (method = tenderMethod()): Tender => {
    const till = deviceTill()
    if (method !== "cash") return { method }
    const isOpen = till !== null && (openTills(ledger.state()).includes(till) || isOpeningTill())
    return isOpen ? { till } : {}
  }
  // What is sent after the till's opening finds it open.
  const isOpeningTill = (): boolean =>
    outbox
      .items()
      .some(
        (item) =>
          item.intent.kind === "open-till" && item.intent.till === deviceTill() && !isRefused(item),
      )
  const intents = intentsOf(staffId, () => ledger.state().lastSequence, tender)
  const outbox = new Outbox({
    store: intentStore,
    send: async (batch) => {
      const asked = {
        method: "POST" as const,
        body: { version: WIRE_VERSION, intents: batch },
        token,
      }
      return (await ask("/api/ledger/intents", IntentsAnswer, asked)).intents
    },
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    chance: Math.random,
    onTakeBack: ({ tournamentId }, line) =>
      void outbox.add(intents.takeBack(tournamentId, line, "mistake")),
  })
  const [fault, setFault] = createSignal<string | null>(null)
  const opening = [ledger.open(token, signOut), players.open(), outbox.open()]
  Promise.all(opening).catch((error: unknown) => {
    setFault(error instanceof Error ? error.message : String(error))
  })
  createEffect(() => {
    outbox.items()
    void outbox.forgetUpTo(ledger.state().lastSequence)
  })
  onCleanup(() => {
    ledger.close()
    players.close()
    outbox.close()
  })
  return {
    ledger,
    players,
    intents,
    outbox,
    /** Whether this device's till was opened here and the ledger does not know yet. */
    isOpeningTill,
    /** Why this device can keep nothing, where it cannot (a private window, a full disk). */
    deviceFault: fault,
  }
}

function termsOnTheirWay(pending: readonly Queued[]): Terms | null {
  const [opening] = pending.flatMap(({ intent }) =>
    intent.kind === "open-tournament" ? [intent.terms] : [],
  )
  return opening ?? null
}

/** The tournaments of the venue, the newest first. */
function listed(values: Map<string, unknown>) {
  return [...values]
    .flatMap(([key, value]) => {
      const [kind, name] = key.split("/")
      const id = v.safeParse(TournamentId, name)
      const tournament = v.safeParse(ListedTournament, value)
      return kind === "tournament" && id.success && tournament.success
        ? [{ id: id.output, ...tournament.output }]
        : []
    })
    .toSorted((a, b) => b.createdAt - a.createdAt)
}

const SELECTED_KEY = "felt.tournament"

/** The tournament this tab works on: the one chosen here, else the newest. */
function createSelection(newest: () => TournamentId | null) {
  const kept = v.safeParse(TournamentId, sessionStorage.getItem(SELECTED_KEY))
  const [chosen, setChosen] = createSignal(kept.success ? kept.output : null)
  const select = (id: TournamentId): void => {
    sessionStorage.setItem(SELECTED_KEY, id)
    setChosen(id)
  }
  return [createMemo(() => chosen() ?? newest()), select] as const
}

const intentStore: OutboxStore = {
  all: async () => (await deviceDatabase()).getAll("intents"),
  put: async (items) => {
    const intents = (await deviceDatabase()).transaction("intents", "readwrite")
    for (const item of items) void intents.store.put(item, item.intent.id)
    await intents.done
  },
  remove: async (ids) => {
    const intents = (await deviceDatabase()).transaction("intents", "readwrite")
    for (const id of ids) void intents.store.delete(id)
    await intents.done
  },
}
