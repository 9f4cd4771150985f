/** So many refusals of a room are remembered. */
const REFUSALS_KEPT = 100

/**
 * Somebody wrote something and it was not taken. `key` is `null` where nothing of it could be taken, and
 * its author was sent away. `at` in milliseconds since 1970.
 */
export type RefusedEdit = { key: string | null; reason: string; bearer: string; at: number }
/** Who wrote a field last. */
export type Writing = { bearer: string; at: number }

/** What staff may ask of a room since the relay was started: who wrote what, what was refused. */
export class RoomRecord {
  readonly #refused: RefusedEdit[] = []
  readonly #writings = new Map<string, Writing>()

  get refused(): readonly RefusedEdit[] {
    return this.#refused
  }

  /** By field, the latest last. */
  get writings(): ReadonlyMap<string, Writing> {
    return this.#writings
  }

  noteRefused(
    bearer: string,
    refusals: readonly Pick<RefusedEdit, "key" | "reason">[],
    at: number,
  ): void {
    this.#refused.push(...refusals.map(({ key, reason }) => ({ key, reason, bearer, at })))
    this.#refused.splice(0, this.#refused.length - REFUSALS_KEPT)
  }

  noteWritten(bearer: string, keys: Iterable<string>, at: number): void {
    for (const key of keys) {
      this.#writings.delete(key)
      this.#writings.set(key, { bearer, at })
    }
  }

  /** Forgets who wrote fields that there are no more. */
  forgetAllBut(keys: { has(key: string): boolean }): void {
    for (const key of this.#writings.keys()) if (!keys.has(key)) this.#writings.delete(key)
  }
}
