import { collectDefaultMetrics, Gauge, Registry } from "prom-client"
import { clockSetByMs } from "../program/steady-clock.ts"
import { addHealthGauges } from "./health-gauges.ts"
import type { Leaf } from "./leaf.ts"

/** What `GET /metrics` tells a watcher. Numbers only; nothing about any person. */
export class Metrics {
  readonly #registry = new Registry()

  constructor(leaf: Leaf) {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry })
    new Gauge({
      name: "felt_ledger_last_sequence",
      help: "The last line of the ledger.",
      registers,
      collect() {
        this.set(leaf.ledger.state.lastSequence)
      },
    })
    new Gauge({
      name: "felt_projection_sequence",
      help: "The last line of the ledger that the projection holds.",
      registers,
      async collect() {
        this.set((await leaf.ledger.store.head()).sequence)
      },
    })
    new Gauge({
      name: "felt_event_streams",
      help: "Open server-sent event streams: displays and operators.",
      registers,
      collect() {
        this.set(leaf.streams.size)
      },
    })
    new Gauge({
      name: "felt_clock_set_by_seconds",
      help: "How far the system's clock has been set while the Leaf ran; the venue's own clock has not followed.",
      registers,
      collect() {
        this.set(clockSetByMs() / 1_000)
      },
    })
    addHealthGauges(leaf.health, leaf.now, this.#registry)
    if (leaf.core) addCoreGauges(leaf.core, registers)
  }

  async toResponse(): Promise<Response> {
    return new Response(await this.#registry.metrics(), {
      headers: { "Content-Type": this.#registry.contentType },
    })
  }
}

/** How far the backup in the cloud is. */
function addCoreGauges(core: NonNullable<Leaf["core"]>, registers: Registry[]): void {
  new Gauge({
    name: "felt_core_waiting_lines",
    help: "Lines of the ledger that Core has not confirmed.",
    registers,
    collect() {
      this.set(core.states.ledger.waitingLines)
    },
  })
  new Gauge({
    name: "felt_core_ledger_alarm",
    help: "1 where Core's ledger is not a beginning of this one, and a person has to look.",
    registers,
    collect() {
      this.set(core.states.ledger.alarm === null ? 0 : 1)
    },
  })
  new Gauge({
    name: "felt_core_contact",
    help: "1 while Core answers, 0 while it does not.",
    registers,
    collect() {
      this.set(core.states.documents.isConnected ? 1 : 0)
    },
  })
  new Gauge({
    name: "felt_core_waiting_documents",
    help: "Documents of which Core has not confirmed everything.",
    registers,
    collect() {
      this.set(core.states.documents.waitingRooms)
    },
  })
}
