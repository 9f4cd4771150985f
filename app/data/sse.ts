/** One server-sent event. */
export type ServerEvent = { event: string; data: string; id: string | null }

/**
 * Reads server-sent events out of a stream's text, which arrives cut anywhere. Comments are passed
 * over, but whoever feeds it sees that something arrived.
 */
export function serverEvents(): (chunk: string) => ServerEvent[] {
  let rest = ""
  return (chunk) => {
    const blocks = (rest + chunk).replaceAll("\r\n", "\n").split("\n\n")
    rest = blocks.pop() ?? ""
    return blocks.flatMap((block) => {
      const event = readBlock(block)
      return event ? [event] : []
    })
  }
}

function readBlock(block: string): ServerEvent | null {
  const data: string[] = []
  let event = "message"
  let id: string | null = null
  for (const line of block.split("\n")) {
    const [, field, value = ""] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? []
    if (field === "data") data.push(value)
    if (field === "event") event = value
    if (field === "id") id = value
  }
  return data.length > 0 ? { event, data: data.join("\n"), id } : null
}
