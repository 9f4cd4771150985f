import { generateKeyPairSync } from "node:crypto"
import { readFileSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { ownContents } from "../../cli/release/contents.ts"
import { packRelease } from "../../cli/release/pack.ts"

export const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "")
/** What a Leaf runs from, without the packages: those are the checkout's. */
export const PARTS =
  "leaf program ledger library sync-server domain schemas dist package.json".split(" ")

/** Somebody who signs releases: a pair of keys in PEM. */
export function signer(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  })
}

export const buildIn = (folder: string): string =>
  readFileSync(`${folder}/dist/.built`, "utf8").trim().slice(0, 12)

/**
 * Packs a release from a folder.
 * @param more files on the disk that are put in, in the place of others where those are there
 */
export async function packFrom(
  folder: string,
  out: string,
  privateKey: string,
  { more = [], parts = PARTS }: { more?: [path: string, place: string][]; parts?: string[] } = {},
): Promise<string> {
  const { files, emptyFolders } = await ownContents(folder, parts)
  const about = {
    version: "1.0.0",
    build: buildIn(folder),
    platform: `${process.platform}-${process.arch}`,
  }
  await packRelease(out, { files: new Map([...files, ...more]), emptyFolders }, about, privateKey)
  return out
}
