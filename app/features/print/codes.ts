import { createEffect, createSignal, on, onCleanup } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import { Ticket } from "../../../schemas/wire.ts"
import { ask } from "../../data/api.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import type { Person } from "./people.ts"

/** So many are asked for at once: a tablet has few connections, and its clock needs one. */
const AT_ONCE = 3

/**
 * The addresses of the players' own pages, for as long as the paper is looked at. Each is a ticket of
 * the Leaf's, so they are made only when they are wanted.
 */
export function createCodes(people: () => readonly Person[], isWanted: () => boolean) {
  const { desk } = useDesk()
  const [codes, setCodes] = createSignal<ReadonlyMap<PlayerId, string>>(new Map())
  const [failed, setFailed] = createSignal<ReadonlySet<PlayerId>>(new Set())
  const missing = () =>
    people().filter(({ playerId }) => !codes().has(playerId) && !failed().has(playerId))
  createEffect(
    on([people, isWanted], ([, wanted]) => {
      if (!wanted) return
      setFailed(new Set<PlayerId>())
      const stop = new AbortController()
      const queue = missing().map(({ playerId }) => playerId)
      const work = async () => {
        for (let next = queue.shift(); next && !stop.signal.aborted; next = queue.shift())
          await make(next, stop.signal)
      }
      for (let worker = 0; worker < AT_ONCE; worker++) void work()
      onCleanup(() => stop.abort())
    }),
  )
  const make = async (playerId: PlayerId, signal: AbortSignal): Promise<void> => {
    const body = { tournamentId: desk.selected(), playerId }
    try {
      const asked = { method: "POST" as const, body, token: desk.session.token, signal }
      const { token } = await ask("/api/tickets", Ticket, asked)
      const address = leafAddress(desk.venue.addresses, location, `/player#${token}`)
      setCodes((all) => new Map([...all, [playerId, address]]))
    } catch (error) {
      if (signal.aborted) return
      console.info("A card is printed without its code.", error)
      setFailed((all) => new Set([...all, playerId]))
    }
  }
  return {
    codeOf: ({ playerId }: Person) => (isWanted() ? codes().get(playerId) : undefined),
    missing: () => (isWanted() ? missing().length : 0),
    failed: () => (isWanted() ? failed().size : 0),
  }
}
