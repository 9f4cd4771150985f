import { JetStreamError } from "@nats-io/jetstream"
import { errors } from "@nats-io/transport-node"
import { LogRefused, LogUnavailable } from "../ledger/event-log.ts"
import { DocumentStoreError } from "../sync-server/document-store.ts"

/** Whether an error is what it looks like from here when the log's server ends, is started anew or is full. */
export const isOfLog = (error: unknown): boolean =>
  [
    JetStreamError,
    LogRefused,
    LogUnavailable,
    DocumentStoreError,
    errors.TimeoutError,
    errors.RequestError,
    errors.ClosedConnectionError,
    errors.NoRespondersError,
  ].some((kind) => error instanceof kind)
