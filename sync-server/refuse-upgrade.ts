import { STATUS_CODES } from "node:http"
import type { Duplex } from "node:stream"

/** Answers a request for a WebSocket with plain HTTP, one sentence of text, and hangs up. */
export function refuseUpgrade(socket: Duplex, status: number, sentence: string): void {
  socket.once("finish", () => socket.destroy())
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "Connection: close",
      "Content-Type: text/plain; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(sentence)}`,
      "",
      sentence,
    ].join("\r\n"),
  )
}
