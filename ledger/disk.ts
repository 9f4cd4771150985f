import { existsSync } from "node:fs"
import { copyFile, mkdir, open, readdir, rename, rm } from "node:fs/promises"
import { syncFolder, syncTree } from "../program/sync-files.ts"

/**
 * The port to the disk that the witness lies on. What it must guarantee: bytes for which `datasync`
 * or `sync` has resolved survive a power cut, and so does the name of a file once the folder is
 * synced. What was written since may be there in part, in whole or not at all.
 */
export interface Disk {
  exists(path: string): boolean
  /** `a+` reads and appends, and makes the file where there is none; `w` makes it empty. */
  open(path: string, flags: "a+" | "r" | "w"): Promise<DiskFile>
  makeFolder(path: string): Promise<unknown>
  /** The names in a folder, in no order. */
  names(folder: string): Promise<string[]>
  copy(from: string, to: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Puts a file that nobody has open on the disk. */
  syncFile(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
}

/** An open file: the part of Node's that the witness uses. */
export interface DiskFile {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }>
  appendFile(data: string | Uint8Array): Promise<void>
  truncate(length: number): Promise<void>
  datasync(): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

/** This machine's. */
export const localDisk: Disk = {
  exists: existsSync,
  open: (path, flags) => open(path, flags, 0o600),
  makeFolder: (path) => mkdir(path, { recursive: true }),
  names: (folder) => readdir(folder),
  copy: copyFile,
  rename,
  remove: (path) => rm(path),
  syncFile: syncTree,
  syncFolder,
}
