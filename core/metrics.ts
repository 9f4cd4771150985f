import { Gauge, Registry } from "prom-client"
import type { Intake, IntakeState } from "./hub/intake.ts"

/** What `GET /metrics` of Core tells a watcher: sums over all tenants, and nothing about any of them. */
export class Metrics {
  readonly #registry = new Registry()

  constructor(intake: Pick<Intake, "state">) {
    const sums: [name: string, help: string, of: keyof IntakeState][] = [
      ["felt_core_ledgers", "Ledgers that are in the hub.", "ledgers"],
      [
        "felt_core_ledger_waiting_lines",
        "Lines that are in the hub and not stored yet.",
        "waitingLines",
      ],
      ["felt_core_ledger_alarms", "Ledgers of which nothing more is stored.", "alarms"],
    ]
    for (const [name, help, of] of sums)
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(intake.state[of])
        },
      })
  }

  async toResponse(): Promise<Response> {
    return new Response(await this.#registry.metrics(), {
      headers: { "Content-Type": this.#registry.contentType },
    })
  }
}
