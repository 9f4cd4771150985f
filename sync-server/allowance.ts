/** How much one bearer may ask of the relay, over all its sockets: filled evenly, spent in bursts. */
export class Allowance {
  readonly #perSecond: number
  readonly #burst: number
  #left: number
  #at: number

  /** @param now in milliseconds, as everywhere here */
  constructor(options: { perSecond: number; burst: number }, now: number) {
    this.#perSecond = options.perSecond
    this.#burst = options.burst
    this.#left = options.burst
    this.#at = now
  }

  /**
   * Spends, also what is not there: the debt has to be waited off.
   * @returns the milliseconds until there is none; 0 where there is none
   */
  spend(cost: number, now: number): number {
    const filled = this.#left + ((now - this.#at) / 1_000) * this.#perSecond
    this.#left = Math.min(this.#burst, filled) - cost
    this.#at = now
    return this.#left >= 0 ? 0 : (-this.#left / this.#perSecond) * 1_000
  }

  /** Whether nothing of it is in use, so that a new one would be the same. */
  isFull(now: number): boolean {
    return this.spend(0, now) === 0 && this.#left >= this.#burst
  }
}
