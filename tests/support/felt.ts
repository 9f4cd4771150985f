import { spawn } from "node:child_process"
import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import * as assert from "uvu/assert"

const FELT = fileURLToPath(new URL("../../cli/felt.ts", import.meta.url))

export type Answer = { code: number | null; out: string; words: string }

/** Runs the real command line in a process of its own. */
export async function felt(...args: string[]): Promise<Answer> {
  const child = spawn(process.execPath, [FELT, ...args])
  const [out, words, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ])
  return { code, out, words }
}

/** It ended with that status, and said why in one sentence. */
export function assertRefused({ code, words }: Answer, status: 1 | 2, why: RegExp): void {
  assert.is(code, status, words)
  assert.match(words, why)
  assert.match(words, /^[^\n]+\.\n$/, "one sentence")
}
