/** What a person gave the command line is not as it must be. One sentence, exit status 2. */
export class InputError extends Error {
  override readonly name = "InputError"
}
