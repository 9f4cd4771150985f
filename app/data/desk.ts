import { createEffect, createMemo, createSignal, onCleanup } from "solid-js"
import * as v from "valibot"
import { accountOf, openTills, reconcile } from "../../domain/account.ts"
import { entriesForPlaces, isDay, type Stage } from "../../domain/stages.ts"
import { readTournament, type TournamentState } from "../../domain/tournament.ts"
import { type FlightMode, VenueProfile } from "../../schemas/documents/venue.ts"
import type { StaffId, TournamentId } from "../../schemas/ids.ts"
import type { Terms } from "../../schemas/terms.ts"
import type { StaffSession, Venue } from "../../schemas/wire.ts"
import { adoptLanguage } from "../words/language.ts"
import { deviceDatabase } from "./device.ts"
import { openRoom, type Room } from "./documents.ts"
import type { OpenFloor } from "./floors.ts"
import { type Hall, openHall } from "./hall.ts"
import { intentsOf, type Tender } from "./intents.ts"
import { Ledger } from "./ledger.ts"
import { openShelf } from "./library.ts"
import { afterLingering, isLingering, leaveRoom } from "./lingering.ts"
import { Outbox, type OutboxStore } from "./outbox.ts"
import { isRefused, isWaiting, type Queued } from "./outbox-queue.ts"
import { Players } from "./players.ts"
import { followHealth } from "./health.ts"
import { followRegistrations } from "./registrations.ts"
import { rightsOf } from "./rights.ts"
import { followScreens } from "./screens.ts"
import { sendAsAuthor } from "./send.ts"
import { endSession, leaving, settleLeaving, tokenOf } from "./session.ts"
import { staffFor } from "./staff.ts"
import { deviceTill, tenderMethod } from "./tender.ts"

/** Everything an operator's page works with: the rooms, the ledger, the outbox and the names. */
export type Desk = ReturnType<typeof openDesk>

/** The tournament that an act is for, as it was when somebody tapped. */
export type Shown = OpenFloor & {
  /** Under which id its money is in the ledger: its event's, where it is a part of one. */
  ledgerId: TournamentId
}

/** Opens a desk for a signed-in member of staff; lives as long as the calling component. */
export function openDesk(session: StaffSession, venue: Venue) {
  const books = openBooks(session)
  const { ledger, players, outbox } = books
  const here = openHall((name) => openOwn(name, session), venue, ledger)
  const { hall, selected, floors, ledgerOf } = here
  const shown = createMemo((): Shown | null => {
    const open = floors.of(selected())
    return open && { ...open, ledgerId: ledgerOf(open.id) }
  })
  const shelf = openShelf(session)
  const floor = createMemo(() => shown()?.floor() ?? readTournament(new Map()))
  const account = createMemo(() => {
    const current = shown()
    return current && accountOf(ledger.state(), current.ledgerId)
  })
  const pending = createMemo(() =>
    outbox.items().filter(({ intent }) => intent.tournamentId === shown()?.ledgerId),
  )
  return {
    session,
    venue,
    ...books,
    ...here,
    staff: staffFor(session),
    /** What whoever is signed in may do, by the same rules as the Leaf's. */
    may: rightsOf(session.role),
    /** What the venue says of itself; `null` until somebody has said it. */
    profile: readProfile(hall),
    /** Which screens on the wall are there. */
    screens: followScreens(session),
    /** How the box is that all of this runs on. */
    health: followHealth(session),
    /** What players have said on their phones. */
    registrations: followRegistrations(session, (at) => players.hear(at)),
    shelf,
    shown,
    /** The room of the tournament that is shown. */
    room: () => shown()?.room ?? null,
    floor,
    account,
    ...eventOf(here, floor),
    /** Asked for where it is shown, and not at every tap elsewhere; an event's over all its floors. */
    reconciliation: () => {
      const current = account()
      const parts = here.parts().flatMap(({ id }) => floors.of(id)?.floor().entries ?? [])
      return current && reconcile(current, [...floor().entries, ...parts])
    },
    /** What of the selected tournament's money has no line in the ledger yet. */
    pending,
    /** The prices; known at once on the device that made the tournament, with or without the Leaf. */
    terms: createMemo(() => account()?.terms ?? termsOnTheirWay(pending())),
    /** What the Leaf put back as it was, and why. */
    refused: createMemo(() => [
      ...hall.refused(),
      ...floors.all().flatMap(({ room }) => room.refused()),
    ]),
    sync: createMemo(() => ({
      isConnected: hall.isConnected() && ledger.isLive(),
      isUpToDate: hall.isSynced() && ledger.isLive() && (shown()?.room.isSynced() ?? true),
      waiting:
        outbox.waiting() +
        players.unsent() +
        hall.unsafe() +
        floors.all().reduce((sum, { room }) => sum + room.unsafe(), 0) +
        shelf.waiting(),
    })),
  }
}

/** Opens a room for one person, as long as the calling owner lives; what is on its way then goes on. */
function openOwn(name: string, session: StaffSession): Room {
  const room = openRoom(name, session.token, {
    keep: true,
    onDenied: () => endSession(session),
    after: afterLingering(name),
  })
  onCleanup(() => leaveRoom(room, session.staffId))
  return room
}

/** The venue's profile; its language is this device's, unless somebody has chosen another here. */
function readProfile(hall: Room): () => VenueProfile | null {
  const profile = createMemo(() => {
    const read = v.safeParse(VenueProfile, hall.values().get("profile"))
    return read.success ? read.output : null
  })
  createEffect(() => {
    const language = profile()?.language
    if (language)
      adoptLanguage(language).catch((error: unknown) =>
        console.warn("The venue's language is not here yet.", error),
      )
  })
  return profile
}

/** What the event that is shown has in common; nothing of it outside of one. */
function eventOf({ listed, selected, parts, floors }: Hall, floor: () => TournamentState) {
  /** The flights and days, the first flight first. */
  const stages = createMemo(() =>
    parts().flatMap(({ id, part }): Stage[] => {
      const open = floors.of(id)
      return open && part ? [{ id, part, state: open.floor() }] : []
    }),
  )
  return {
    stages,
    /** The event's rule about whose stack goes on: what its first flight says. */
    eventMode: (): FlightMode | null => {
      const first = parts().find(({ id, part }) => id === part?.event)?.part
      return first?.kind === "flight" ? first.mode : null
    },
    /** Who the places are decided among: in an event the players of its last day. */
    entriesForPlaces: createMemo(() =>
      entriesForPlaces(floor(), listed(selected())?.part, stages().filter(isDay)),
    ),
  }
}

/** The money side, and the names that go with it. */
function openBooks(session: StaffSession) {
  const { token, staffId } = session
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
