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

const AGAIN_MS = 1_000

/**
 * Brings a part of the page, however often it has to be asked for: what did not come while there was no
 * contact comes with it. A part that cannot run is an error at once.
 */
export async function bringUntilThere<Found>(bring: () => Promise<Found>): Promise<Found> {
  for (;;)
    try {
      return await bring()
    } catch (error) {
      // This is how every browser says that a file of the program was not fetched.
      if (!(error instanceof TypeError)) throw error
      console.info("A part of the page has not come; it is asked for again.", error)
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
}

/**
 * Brings everything that comes later, one after the other: it must be there when the Leaf is not, and
 * when a new version has replaced its files.
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
