import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as v from "valibot"
import { InputError } from "./input-error.ts"
import { type Box, type Installed, installRelease, settleRelease } from "./release/install.ts"
import { ownContents, packageContents } from "./release/contents.ts"
import { packRelease } from "./release/pack.ts"

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")
const shell = promisify(execFile)

export type PackFlags = {
  key: string
  modules: string
  platform: string
  node: string
  natsServer: string
}

/** `felt release pack`: makes a signed archive of this checkout, with all that a box runs it with. */
export async function pack(
  out: string,
  { key, modules, platform, node, natsServer }: PackFlags,
): Promise<{ archive: string; files: number; bytes: number }> {
  const own = await ownContents(root)
  const packages = await packageContents(own.files.values(), modules)
  const files = new Map([
    ...own.files,
    ...packages.files,
    ["bin/node", node] as const,
    ["bin/nats-server", natsServer] as const,
  ])
  const { version } = v.parse(
    v.object({ version: v.string() }),
    JSON.parse(await textOf(`${root}/package.json`)),
  )
  const build = (await textOf(`${root}/dist/.built`)).trim().slice(0, 12)
  const packed = await packRelease(
    out,
    { files, emptyFolders: [...own.emptyFolders, ...packages.emptyFolders] },
    { version, build, platform },
    await textOf(key),
  )
  return { archive: out, ...packed }
}

export type BoxFlags = { folder: string; url: string; restart: string; within: string }

/** `felt release install`: the release runs afterwards, or the one before it does. */
export async function install(
  archive: string,
  options: BoxFlags & { key: string; now: boolean },
): Promise<Installed> {
  const publicKeyPem = await textOf(options.key)
  // The Leaf's own user reads what root unpacks.
  process.umask(0o022)
  return installRelease(boxOf(options), archive, { publicKeyPem, isNow: options.now })
}

/** `felt release settle`: ends an update that was cut off. */
export const settle = (options: BoxFlags): Promise<Installed | null> =>
  settleRelease(boxOf(options))

function boxOf({ folder, url, restart, within }: BoxFlags): Box {
  if (!/^\d{1,4}$/.test(within)) throw new InputError(`--within ${within}: expected whole seconds.`)
  return {
    folder,
    url: url.replace(/\/$/, ""),
    withinMs: Number(within) * 1_000,
    async restart() {
      await shell("sh", ["-c", restart], { env: process.env })
    },
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8")
  } catch (cause) {
    throw new InputError(`${file} cannot be read.`, { cause })
  }
}
