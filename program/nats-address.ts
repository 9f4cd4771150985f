import type { ConnectionOptions } from "@nats-io/transport-node"

export type NatsAddress = Pick<ConnectionOptions, "tls" | "user" | "pass"> & { servers: string[] }

/** Whether what is sent to a host stays on this machine. */
const isHere = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

/**
 * What the client has to be told to reach a nats-server: several addresses, with commas, are those
 * of one cluster. With `tls://` it refuses a server that speaks openly.
 * @param mayBeOpen whether `nats://` may lead to another machine, where all could read what is sent
 * @returns `null` for what is no such address
 */
export function readNatsAddress(
  text: string,
  { mayBeOpen }: { mayBeOpen: boolean },
): NatsAddress | null {
  const urls = text.split(",").map((each) => URL.parse(each.trim()))
  const servers: string[] = []
  let login: { user: string; pass: string } | null = null
  let isOpen = false
  for (const url of urls) {
    if (!url || !/^(nats|tls):$/.test(url.protocol) || url.hostname === "") return null
    if (url.protocol === "nats:" && !mayBeOpen && !isHere(url.hostname)) return null
    isOpen ||= url.protocol === "nats:"
    servers.push(url.host)
    if (url.username)
      login = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  }
  return { servers, ...(isOpen ? {} : { tls: {} }), ...login }
}

/** How a client comes back after a cut: soon, and not all at the same moment. */
export const COMES_BACK = {
  maxReconnectAttempts: -1,
  reconnectTimeWait: 50,
  reconnectJitter: 450,
  reconnectJitterTLS: 450,
} as const
