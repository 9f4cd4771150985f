import process from "node:process"

const NANOSECONDS = 1_000_000

/** Milliseconds of the one clock that all processes of a machine share; it never jumps. */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / NANOSECONDS
