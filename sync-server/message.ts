declare const made: unique symbol
/** A whole WebSocket message as it goes over the wire, for any number of peers. */
export type Message = Uint8Array & { readonly [made]: true }

const FINAL_BINARY = 0x82

/**
 * Makes a frame a WebSocket message (RFC 6455, 5.2: final, binary, not masked, not compressed). What
 * goes to a thousand peers is made once; `ws` would make it anew for each.
 */
export function toMessage(frame: Uint8Array): Message {
  const { length } = frame
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const message = Buffer.allocUnsafe(start + length)
  message[0] = FINAL_BINARY
  message[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (start === 4) message.writeUInt16BE(length, 2)
  if (start === 10) message.writeBigUInt64BE(BigInt(length), 2)
  message.set(frame, start)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where one is made
  return message as unknown as Message
}

/** Makes something when it is first asked for. */
export function once<Made>(make: () => Made): () => Made {
  let result: Made | undefined
  return () => (result ??= make())
}
