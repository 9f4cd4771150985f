/** What the three facts come to: all is well, something is on its way, or there is no contact. */
export function syncTone(sync: {
  isConnected: boolean
  isUpToDate: boolean
  waiting: number
}): "good" | "busy" | "away" {
  if (!sync.isConnected) return "away"
  return sync.isUpToDate && sync.waiting === 0 ? "good" : "busy"
}
