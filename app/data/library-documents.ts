import { createSignal } from "solid-js"
import * as v from "valibot"
import { type Fields, writesBetween } from "../../domain/library-fields.ts"
import { fieldsOf as fieldsFor, PUT_AWAY } from "../../domain/library-items.ts"
import {
  applyChanges,
  changesSince,
  fieldsOf,
  type Heads,
  headsOf,
  type ItemDocument,
  loadDocument,
  newDocument,
  saveDocument,
  startAutomerge,
  write,
  writeSince,
} from "../../library/document.ts"
import { listedItem } from "../../library/listing.ts"
import { LibraryItemId } from "../../schemas/ids.ts"
import { type ChangeAct, ChangesAnswer, type LibraryValue } from "../../schemas/library.ts"
import type { StaffSession } from "../../schemas/wire.ts"
import { ask } from "./api.ts"
import { bringAutomerge } from "./automerge.ts"
import { deviceId, newId } from "./device.ts"
import { Refused } from "./errors.ts"
import { leafNow } from "./leaf-time.ts"
import type { ShelfStore } from "./library-kept.ts"

/** Short, since it stands in every field's name of a row. */
const ROW_ID_LETTERS = 10

export const newRowId = (): string => newId().replaceAll("-", "").slice(-ROW_ID_LETTERS)

/** The items of the library as documents, each kept on this device and in step with the Leaf. */
export type Documents = Awaited<ReturnType<typeof openDocuments>>
export type OpenItem = ReturnType<typeof itemOn>

/** @throws Unreachable where Automerge is neither kept here nor to be had */
export async function openDocuments(session: StaffSession, shelf: ShelfStore) {
  await startAutomerge(bringAutomerge)
  const open = new Map<LibraryItemId, OpenItem>()
  const item = (itemId: LibraryItemId): OpenItem => {
    const known = open.get(itemId)
    if (known) return known
    const made = itemOn(itemId, session, shelf)
    open.set(itemId, made)
    return made
  }
  return {
    item,
    /** Makes an item, here at once and on the Leaf as soon as it can be reached. */
    async make(value: LibraryValue): Promise<OpenItem> {
      const made = item(v.parse(LibraryItemId, newId()))
      await made.write(fieldsFor(value, newRowId), "make")
      return made
    },
    /** Sends what waits, of every item. */
    async sendAll(): Promise<void> {
      for (const { itemId, waiting } of shelf.items()) if (waiting > 0) await item(itemId).meet()
    },
  }
}

/** One item: its document as a signal, and what can be done with it. */
function itemOn(itemId: LibraryItemId, session: StaffSession, shelf: ShelfStore) {
  const { token, staffId } = session
  const kept = shelf.kept(itemId)
  const [doc, setDoc] = createSignal(kept ? loadDocument(kept.bytes) : newDocument())
  const [refusal, setRefusal] = createSignal(kept?.refusal ?? null)
  let leafHeads: Heads = kept?.leafHeads ?? []
  let refusedAt: string | null = null
  let meeting: Promise<void> | null = null
  const path = `/api/library/${itemId}/changes`
  const lacking = () => changesSince(doc(), leafHeads)

  const keep = () =>
    shelf.keep({
      itemId,
      staffId,
      bytes: new Uint8Array(saveDocument(doc())),
      leafHeads: [...leafHeads],
      waiting: lacking().length,
      listed: listedItem(itemId, doc()),
      refusal: refusal(),
    })
  const take = (answer: ChangesAnswer): void => {
    if (answer.changes.length > 0) setDoc(applyChanges(doc(), answer.changes.map(decode)))
    leafHeads = answer.heads
  }
  const fetchNew = async (): Promise<void> => {
    const have = headsOf(doc()).join(".")
    try {
      take(await ask(`${path}?have=${have}`, ChangesAnswer, { token }))
    } catch (error) {
      // What was made here and has not gone out is not there yet.
      if (!(error instanceof Refused && error.status === 404)) throw error
    }
  }
  const exchange = async (): Promise<void> => {
    const changes = lacking().map(encode)
    const have = headsOf(doc())
    // The Leaf would say the same again.
    if (changes.length === 0 || refusedAt === have.join()) return fetchNew()
    const body = { changes, have }
    try {
      take(await ask(path, ChangesAnswer, { method: "POST", body, token }))
      setRefusal(null)
    } catch (error) {
      if (!(error instanceof Refused) || ![403, 422].includes(error.status)) throw error
      setRefusal(error.message)
      refusedAt = have.join()
      // What others did may be what is in the way; it is needed to put it right.
      await fetchNew()
    }
  }
  /** Exchanges with the Leaf what each lacks; the second of two at once waits for the first. */
  const meet = (): Promise<void> => {
    meeting ??= exchange()
      .then(keep)
      .finally(() => (meeting = null))
    return meeting
  }
  const add = async (next: ItemDocument): Promise<void> => {
    setDoc(next)
    await keep()
    // What is on its way already went without this.
    const sent = (meeting ?? Promise.resolve()).catch(() => undefined).then(meet)
    sent
      .then(() => shelf.refresh())
      .catch((error: unknown) => console.info("A change of the library waits here.", error))
  }
  return { itemId, doc, refusal, meet, ...writing({ staffId, doc, add }) }
}

/** How an item is changed: each is one change in its history. */
function writing({
  staffId,
  doc,
  add,
}: {
  staffId: StaffSession["staffId"]
  doc: () => ItemDocument
  add: (next: ItemDocument) => Promise<void>
}) {
  const signed = (act: ChangeAct) => ({ by: staffId, on: deviceId(), act, at: leafNow() })
  return {
    async write(fields: Fields, act: ChangeAct): Promise<void> {
      if (Object.keys(fields).length > 0) await add(write(doc(), fields, signed(act)))
    },
    /** Saves what was edited since it was opened at those heads. Returns the way back. */
    async save(opened: Heads, fields: Fields): Promise<() => Promise<void>> {
      const before = fieldsOf(doc())
      await add(writeSince(doc(), opened, fields, signed("edit")))
      return () => add(write(doc(), writesBetween(fieldsOf(doc()), before), signed("go-back")))
    },
    async putAway(isAway: boolean): Promise<void> {
      const act = isAway ? "put-away" : "bring-back"
      await add(write(doc(), { [PUT_AWAY]: isAway }, signed(act)))
    },
  }
}

const encode = (bytes: Uint8Array): string => {
  let text = ""
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

const decode = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
