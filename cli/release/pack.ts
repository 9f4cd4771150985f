import { createHash } from "node:crypto"
import { createReadStream, createWriteStream } from "node:fs"
import { rename, rm, stat } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { constants, createGzip } from "node:zlib"
import type { Contents } from "./contents.ts"
import {
  FILES,
  type Manifest,
  MANIFEST,
  type ReleaseFile,
  SIGNATURE,
  signManifest,
} from "./manifest.ts"
import { type TarFile, tarOf } from "./tar-writer.ts"

/** What a release says of itself. */
export type About = Pick<Manifest, "version" | "build" | "platform">

/**
 * Makes the archive of a release. The same files give the same archive, whoever packs them and when.
 * @param out where it is put, once it is whole
 * @returns how many files it has and how large it is
 */
export async function packRelease(
  out: string,
  { files, emptyFolders }: Contents,
  about: About,
  privateKeyPem: string,
): Promise<{ files: number; bytes: number }> {
  const listed: ReleaseFile[] = []
  for (const path of [...files.keys()].toSorted())
    listed.push(await describe(path, files.get(path) ?? ""))
  const packed = `${out}.files.part`
  const whole = `${out}.part`
  try {
    const inside = tarOf(
      listed.map(({ path, size, isProgram }) => ({
        name: path,
        size,
        isProgram,
        content: createReadStream(files.get(path) ?? ""),
      })),
    )
    await pipeline(inside, createGzip({ level: constants.Z_BEST_SPEED }), createWriteStream(packed))
    const manifest: Manifest = {
      format: 1,
      ...about,
      filesSha256: await sha256Of(packed),
      files: listed,
      emptyFolders: emptyFolders.toSorted(),
    }
    const bytes = Buffer.from(JSON.stringify(manifest))
    const { size } = await stat(packed)
    const members: TarFile[] = [
      inMemory(MANIFEST, bytes),
      inMemory(SIGNATURE, signManifest(bytes, privateKeyPem)),
      { name: FILES, size, isProgram: false, content: createReadStream(packed) },
    ]
    await pipeline(tarOf(members), createWriteStream(whole))
    await rename(whole, out)
    return { files: listed.length, bytes: (await stat(out)).size }
  } finally {
    await rm(packed, { force: true })
    await rm(whole, { force: true })
  }
}

async function describe(path: string, place: string): Promise<ReleaseFile> {
  const { size, mode } = await stat(place)
  return { path, size, isProgram: (mode & 0o100) !== 0, sha256: await sha256Of(place) }
}

async function sha256Of(place: string): Promise<string> {
  const hash = createHash("sha256")
  await pipeline(createReadStream(place), hash)
  return hash.digest("hex")
}

const inMemory = (name: string, bytes: Buffer): TarFile => ({
  name,
  size: bytes.length,
  isProgram: false,
  content: [bytes],
})
