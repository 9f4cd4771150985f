import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import * as v from "valibot"
import { accountOf, openTills, reconcile } from "../../domain/account.ts"
import { readTournament } from "../../domain/tournament.ts"
import { tournamentRoom, venueRoom } from "../../schemas/documents/rooms.ts"
import { ListedTournament, VenueProfile } from "../../schemas/documents/venue.ts"
import { type StaffId, TournamentId } from "../../schemas/ids.ts"
import type { Terms } from "../../schemas/terms.ts"
import type { StaffSession, Venue } from "../../schemas/wire.ts"
import { deviceDatabase } from "./device.ts"
import { openRoom } from "./documents.ts"
import { intentsOf, type Tender } from "./intents.ts"
import { Ledger } from "./ledger.ts"
import { Outbox, type OutboxStore } from "./outbox.ts"
import { isRefused, isWaiting, type Queued } from "./outbox-queue.ts"
import { Players } from "./players.ts"
import { adoptLanguage } from "../words/language.ts"
import { afterLingering, isLingering, leaveRoom } from "./lingering.ts"
import { rightsOf } from "./rights.ts"
import { endSession, leaving, settleLeaving, tokenOf } from "./session.ts"
import { sendAsAuthor } from "./send.ts"
import { staffFor } from "./staff.ts"
import { deviceTill, tenderMethod } from "./tender.ts"

/** Everything an operator's page works with: the rooms, the ledger, the outbox and the names. */
export type Desk = ReturnType<typeof openDesk>

/** Opens a desk for a signed-in member of staff; lives as long as the calling component. */
export function openDesk(session: StaffSession, venue: Venue) {
  const books = openBooks(session)
  const { ledger, players, outbox } = books
  const open = (name: string) => {
    const after = afterLingering(name)
    const onDenied = () => endSession(session)
    const opened = openRoom(name, session.token, { keep: true, onDenied, after })
    onCleanup(() => leaveRoom(opened, session.staffId))
    return opened
  }
  const hall = open(venueRoom(venue.venueId))
  const tournaments = createMemo(() => listed(hall.values()))
  const profile = createMemo(() => {
    const read = v.safeParse(VenueProfile, hall.values().get("profile"))
    return read.success ? read.output : null
  })
  createEffect(() => {
    const language = profile()?.language
    if (language) adoptLanguage(language)
  })
  const [selected, select] = createSelection(() => tournaments()[0]?.id ?? null)
  const room = createMemo(on(selected, (id) => (id === null ? null : open(tournamentRoom(id)))))
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
    staff: staffFor(session),
    /** What whoever is signed in may do, by the same rules as the Leaf's. */
    may: rightsOf(session.role),
    hall,
    /** What the venue says of itself; `null` until somebody has said it. */
    profile,
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
function openBooks(session: StaffSession) {
  const { token, staffId } = session
  const ledger = new Ledger()
  const players = new Players(token)
  const tender = (): Tender => {
    const [method, till] = [tenderMethod(), deviceTill()]
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
          item.intent.kind === "open-till" &&
          item.intent.till === deviceTill() &&
          !isRefused(item) &&
          tokenOf(item.intent.staffId) !== null,
      )
  const intents = intentsOf(staffId, () => ledger.state().lastSequence, tender)
  const outbox = new Outbox({
    store: intentStore,
    send: sendAsAuthor,
    maySend: (author) => tokenOf(author) !== null,
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    chance: Math.random,
    onTakeBack: ({ tournamentId }, line) =>
      void outbox.add(intents.takeBack(tournamentId, line, "mistake")),
  })
  const [fault, setFault] = createSignal<string | null>(null)
  const onSignedOut = () => endSession(session)
  const opening = [ledger.open(token, onSignedOut), players.open(), outbox.open()]
  const [isOpened, setOpened] = createSignal(false)
  Promise.all(opening).then(
    () => setOpened(true),
    (error: unknown) => setFault(error instanceof Error ? error.message : String(error)),
  )
  createEffect(() => {
    outbox.items()
    void outbox.forgetUpTo(ledger.state().lastSequence)
  })
  // Who has signed in again may have left something behind.
  createEffect(() => {
    outbox.stranded()
    void outbox.flush()
  })
  const isOwing = (author: StaffId): boolean =>
    isLingering(author) ||
    outbox.items().some((item) => isWaiting(item) && item.intent.staffId === author)
  createEffect(() => {
    if (!isOpened()) return
    for (const gone of leaving()) if (!isOwing(gone.staffId)) settleLeaving(gone)
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
    /** Whether something of somebody's has not gone out yet. */
    isOwing,
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
