import { createEffect, createSignal, on, onCleanup } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import { useDesk } from "../../data/desk-context.ts"
import { leafAddress } from "../../data/leaf-address.ts"
import { claimCodes, codeText, phonePath } from "../../data/registrations.ts"
import type { Person } from "./people.ts"

/** So many are asked for at once. */
const BATCH = 100

/** What a seat card has for the player's phone. */
export type CardCode = { address: string; text: string }

/**
 * The codes of the players' phones, for as long as the paper is looked at. The Leaf makes them, so
 * they are asked for only when they are wanted. Whose phone is bound already needs none.
 */
export function createCodes(people: () => readonly Person[], isWanted: () => boolean) {
  const { desk } = useDesk()
  const [codes, setCodes] = createSignal<ReadonlyMap<PlayerId, CardCode | null>>(new Map())
  const [failed, setFailed] = createSignal<ReadonlySet<PlayerId>>(new Set())
  const missing = () =>
    people().filter(({ playerId }) => !codes().has(playerId) && !failed().has(playerId))
  const ask = async (playerIds: PlayerId[], signal: AbortSignal): Promise<void> => {
    const tournamentId = desk.selected()
    if (tournamentId === null) return
    try {
      const made = await claimCodes(desk.session.token, { tournamentId, playerIds }, signal)
      const cards = made.map(
        ({ playerId, code, usedAt }) => [playerId, usedAt === null ? card(code) : null] as const,
      )
      setCodes((all) => new Map([...all, ...cards]))
    } catch (error) {
      if (signal.aborted) return
      console.info("Cards are printed without their codes.", error)
      setFailed((all) => new Set([...all, ...playerIds]))
    }
  }
  const card = (code: string): CardCode => ({
    address: leafAddress(desk.venue.addresses, location, phonePath.claim(code)),
    text: codeText(code),
  })
  createEffect(
    on([people, isWanted], ([, wanted]) => {
      if (!wanted) return
      setFailed(new Set<PlayerId>())
      const stop = new AbortController()
      const ids = missing().map(({ playerId }) => playerId)
      const askAll = async () => {
        for (let from = 0; from < ids.length && !stop.signal.aborted; from += BATCH)
          await ask(ids.slice(from, from + BATCH), stop.signal)
      }
      void askAll()
      onCleanup(() => stop.abort())
    }),
  )
  return {
    codeOf: ({ playerId }: Person) =>
      isWanted() ? (codes().get(playerId) ?? undefined) : undefined,
    missing: () => (isWanted() ? missing().length : 0),
    failed: () => (isWanted() ? failed().size : 0),
  }
}
