/** The new release was not ready in time, and the one before it runs again. One sentence, exit status 1. */
export class ReleaseNotReady extends Error {
  override readonly name = "ReleaseNotReady"
}
