/** What is not part of a page's first load, in the order in which it was named. */
const coming = new Set<() => Promise<unknown>>()

/**
 * Names something that is fetched when it is first needed, or before that by `bringTheRest`.
 * @returns `bring` itself
 */
export function comesLater<Found>(bring: () => Promise<Found>): () => Promise<Found> {
  coming.add(bring)
  return bring
}

/**
 * Brings everything that comes later, one after the other: it must be there when the Leaf is not, and
 * when a new version has replaced its files. What does not come is asked for again when it is needed.
 */
export async function bringTheRest(): Promise<void> {
  // What is brought may name more, and a set's loop gets to that too.
  for (const bring of coming)
    try {
      await bring()
    } catch (error) {
      console.info("A part of the page was not brought yet.", error)
    }
}
