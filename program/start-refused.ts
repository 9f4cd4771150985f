/** A setting, a file or a machine that is not as Felt needs it. One sentence, then the end. */
export class StartRefused extends Error {
  override readonly name: string = "StartRefused"
}
