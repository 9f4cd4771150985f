/** The Leaf could not be reached, or what came back was not its own: nobody knows what it did. */
export class Unreachable extends Error {
  override name = "Unreachable"
}

/** The Leaf answered no. `message` is its sentence. */
export class Refused extends Error {
  override name = "Refused"
  readonly status: number
  /** How long the Leaf asks to be left alone, where it says so. */
  readonly retryAfterSeconds: number | null

  constructor(status: number, detail: string, retryAfterSeconds: number | null = null) {
    super(detail)
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}
