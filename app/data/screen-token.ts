const KEY = "felt.screen"

/** The token of this screen, kept over restarts; `null` where it is nobody's yet. */
export const keptToken = (): string | null => localStorage.getItem(KEY)

export const keepToken = (token: string): void => localStorage.setItem(KEY, token)

/** Somebody took the screen away: it is nobody's again. */
export const forgetToken = (): void => localStorage.removeItem(KEY)
