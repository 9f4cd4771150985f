/**
 * The address of a page for a player's phone: the way this page itself was reached, except where that is
 * this very machine, which no phone can reach; then the Leaf's first address that others can.
 */
export function leafAddress(
  addresses: readonly string[],
  here: { origin: string; hostname: string },
  path: string,
): string {
  const other = isLocal(here.hostname)
    ? addresses.find((address) => URL.canParse(address) && !isLocal(new URL(address).hostname))
    : undefined
  return `${new URL(other ?? here.origin).origin}${path}`
}

const isLocal = (hostname: string): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(hostname)
