import { Gauge, type Registry } from "prom-client"
import { severity } from "../domain/health-levels.ts"
import type { HealthFacts } from "../domain/health.ts"
import type { Millis } from "../schemas/units.ts"
import type { Health } from "./health.ts"

const SECOND_MS = 1_000
const DAY_S = 86_400

/** A figure of the box; `null` where there is none, and then the gauge has no value at all. */
type Figure = {
  name: string
  help: string
  of: (facts: HealthFacts, now: Millis) => number | null
}

const FIGURES: readonly Figure[] = [
  {
    name: "felt_disk_free_bytes",
    help: "What is free on the disk of the data folder.",
    of: ({ disk }) => disk.freeBytes,
  },
  {
    name: "felt_temperature_celsius",
    help: "The hottest part of the box.",
    of: ({ temperature }) => temperature.celsius,
  },
  {
    name: "felt_certificate_days",
    help: "Days until the certificate ends; below 0 it has ended.",
    of: ({ certificate: { endsAt } }, now) =>
      endsAt === null ? null : (endsAt - now) / SECOND_MS / DAY_S,
  },
  {
    name: "felt_backup_age_seconds",
    help: "How old the last good backup to a file is.",
    of: ({ backup: { lastGoodAt } }, now) =>
      lastGoodAt === null ? null : (now - lastGoodAt) / SECOND_MS,
  },
  {
    name: "felt_clock_offset_seconds",
    help: "How far the Leaf's clock is ahead of Core's.",
    of: ({ clock: { offsetMs } }) => (offsetMs === null ? null : offsetMs / SECOND_MS),
  },
  {
    name: "felt_clock_set",
    help: "1 where a time server sets the clock, 0 where none does.",
    of: ({ clock: { isSet } }) => (isSet === null ? null : Number(isSet)),
  },
  {
    name: "felt_overlay_peers",
    help: "Peers of the overlay network that are connected.",
    of: ({ overlay }) => ("peers" in overlay && overlay.state !== "absent" ? overlay.peers : null),
  },
  {
    name: "felt_screens_dark",
    help: "Screens of the venue that were there and are not any more.",
    of: ({ screens }) => screens.dark.length,
  },
]

/** Adds the figures of the box to what `GET /metrics` tells, and how bad each check is. */
export function addHealthGauges(health: Health, now: () => Millis, registry: Registry): void {
  const registers = [registry]
  // All are asked for at once, and measured once for that.
  let measured: Promise<HealthFacts> | null = null
  const facts = () => (measured ??= health.measure().finally(() => (measured = null)))
  for (const { name, help, of } of FIGURES)
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const figure = of(await facts(), now())
        if (figure === null) this.remove()
        else this.set(figure)
      },
    })
  new Gauge({
    name: "felt_health",
    help: "0 where a check is well or not made, 1 for a warning, 2 for what is bad.",
    labelNames: ["check"],
    registers,
    async collect() {
      for (const { check, level } of (await health.answer()).findings)
        this.set({ check }, severity(level))
    },
  })
}
