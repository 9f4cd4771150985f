import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto"
import * as v from "valibot"
import { InputError } from "../input-error.ts"

/*
 * A release is one archive, an ordinary tar of three files in this order:
 *
 *   manifest.json   what it consists of, with a SHA-256 of every file
 *   manifest.sig    the Ed25519 signature of those bytes
 *   files.tar.gz    the files, in the manifest's order
 *
 * so the signature covers every byte, and `openssl`, `tar` and `sha256sum` can check a release on a box that
 * has no Felt yet (deploy/leaf/steps/leaf.sh).
 */

export const MANIFEST = "manifest.json"
export const SIGNATURE = "manifest.sig"
export const FILES = "files.tar.gz"

/** A path below the release's folder, written the one way that there is. */
const Path = v.pipe(
  v.string(),
  v.maxLength(250),
  v.regex(/^[\w.@+=,~()[\] -]+(\/[\w.@+=,~()[\] -]+)*$/, "expected a path below the release"),
  v.check((path) => !path.split("/").some((part) => /^\.{1,2}$/.test(part)), "it leads elsewhere"),
)
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "expected a SHA-256"))

const ReleaseFile = v.strictObject({
  path: Path,
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** Whether it is a program. */
  isProgram: v.boolean(),
  sha256: Sha256,
})
export type ReleaseFile = v.InferOutput<typeof ReleaseFile>

export const Manifest = v.strictObject({
  /** Of the archive itself. */
  format: v.literal(1),
  version: v.string(),
  /** What a Leaf of this release says of itself in `X-Felt-Build`. */
  build: v.string(),
  /** For which machines its programs are, such as `linux-arm64`. */
  platform: v.string(),
  filesSha256: Sha256,
  files: v.pipe(
    v.array(ReleaseFile),
    v.minLength(1),
    v.check(
      (files) => new Set(files.map(({ path }) => path)).size === files.length,
      "a file twice",
    ),
    v.check((files) => isNoFileAFolder(files), "a file is another one's folder"),
  ),
  /** Folders that have to be there although nothing is in them. */
  emptyFolders: v.array(Path),
})
export type Manifest = v.InferOutput<typeof Manifest>

function isNoFileAFolder(files: readonly ReleaseFile[]): boolean {
  const paths = new Set(files.map(({ path }) => path))
  return !files.some(({ path }) =>
    path
      .split("/")
      .some((_, index, parts) => index > 0 && paths.has(parts.slice(0, index).join("/"))),
  )
}

/** @throws InputError where the key is no Ed25519 private key in PEM */
export const signManifest = (bytes: Buffer, privateKeyPem: string): Buffer =>
  sign(null, bytes, keyOf(privateKeyPem, createPrivateKey))

/**
 * The manifest, once it is known to be from whoever has the key.
 * @param archive named where it is wrong
 * @throws InputError where it is not
 */
export function readManifest(
  bytes: Buffer,
  signature: Buffer,
  { publicKeyPem, archive }: { publicKeyPem: string; archive: string },
): Manifest {
  if (!verify(null, bytes, keyOf(publicKeyPem, createPublicKey), signature))
    throw new InputError(
      `${archive} was not signed with this box's key for releases: nothing of it was unpacked. Get it again.`,
    )
  const manifest = v.safeParse(Manifest, JSON.parse(bytes.toString("utf8")))
  if (manifest.success) return manifest.output
  const [issue] = manifest.issues
  throw new InputError(
    `${archive} cannot be installed by this release: at ${v.getDotPath(issue) ?? MANIFEST}: ${issue.message}.`,
  )
}

function keyOf(pem: string, read: (pem: string) => KeyObject): KeyObject {
  try {
    const key = read(pem)
    if (key.asymmetricKeyType === "ed25519") return key
  } catch (cause) {
    throw new InputError("The key for releases cannot be read: an Ed25519 key in PEM is wanted.", {
      cause,
    })
  }
  throw new InputError("The key for releases is of another kind: an Ed25519 key is wanted.")
}
