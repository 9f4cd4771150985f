import type { LeagueTable } from "../schemas/display.ts"
import type { PlayerId } from "../schemas/ids.ts"
import type { SeasonTable } from "../schemas/league.ts"
import type { PhoneLeague, PhoneOwn } from "../schemas/phone.ts"

/** A season as it stands, with what it and its league are called. */
export type SeasonNow = { leagueName: string; seasonName: string; table: SeasonTable }

/** So many are sent: what the largest list on a screen holds, and what a thumb goes through. */
const MOST_ON_SCREEN = 40
const MOST_ON_PHONE = 30

/** A season on a screen, by the names that it may show. */
export function leagueOnScreen(
  now: SeasonNow,
  nameOf: (playerId: PlayerId) => string | null,
): LeagueTable {
  const { standings } = now.table
  return {
    ...headOf(now),
    rows: standings
      .slice(0, MOST_ON_SCREEN)
      .map(({ place, playerId, hundredths }) => ({ place, name: nameOf(playerId), hundredths })),
  }
}

/** A season on a phone, by nicknames alone. */
export function leagueOnPhone(
  now: SeasonNow,
  nicknameOf: (playerId: PlayerId) => string | undefined,
): PhoneLeague {
  const { standings } = now.table
  return {
    ...headOf(now),
    rows: standings.slice(0, MOST_ON_PHONE).map(({ place, playerId, hundredths }) => ({
      place,
      nickname: nicknameOf(playerId) ?? null,
      hundredths,
    })),
  }
}

/** Where one player stands; `null` without a result so far. */
export function ownLeague({ table }: SeasonNow, playerId: PlayerId): PhoneOwn["league"] {
  const own = table.standings.find((each) => each.playerId === playerId)
  return own ? { place: own.place, hundredths: own.hundredths, played: own.results.length } : null
}

/**
 * Writes points, which are no money, from hundredths: as 120, or with two digits as 163.09.
 * @param among others that stand below one another with it: where one of them has digits, all do
 */
export function formatPoints(
  hundredths: number,
  locale: string,
  among: readonly { hundredths: number }[] = [],
): string {
  const isWhole = [{ hundredths }, ...among].every((each) => each.hundredths % 100 === 0)
  const digits = isWhole ? 0 : 2
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(hundredths / 100)
}

const headOf = ({ leagueName, seasonName, table }: SeasonNow) => ({
  league: leagueName,
  season: seasonName,
  players: table.standings.length,
})
