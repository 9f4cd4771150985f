import process from "node:process"
import * as fc from "fast-check"

/**
 * Loaded before every test file: properties are tried with the same cases in every run, so that a
 * green run stays green. FELT_SEED tries others.
 */
fc.configureGlobal({ seed: Number(process.env["FELT_SEED"] ?? 20_261_123) })
