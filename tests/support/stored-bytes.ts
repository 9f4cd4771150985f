import { globSync, readFileSync, statSync } from "node:fs"

export const firstBytes = (updates: Uint8Array[]) => updates.map((update) => update[0])
/** What a promise that has to fail fails with. */
export const failureOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => {
      throw new Error("It succeeded.")
    },
    (error: Error) => error,
  )

/** Bytes that stand nowhere else. */
export const nameOf = (which: string) => Buffer.from(`Name-of-${which}-`.repeat(20))
/** The files below a folder in which these bytes stand; one that is gone by now holds nothing. */
export const filesWith = (text: string, pattern: string): string[] =>
  globSync(pattern).filter((file) => {
    try {
      return statSync(file).isFile() && readFileSync(file).includes(text)
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return false
      throw error
    }
  })
