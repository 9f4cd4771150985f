/** Where one is in the owner's web. */
export type Place =
  | { page: "venues" | "people" | "requests" | "members" | "nights" | "leagues" }
  | { page: "league"; league: string }
  | { page: "person" | "receipt"; person: string }

/** The place of an address below `/owner`; what is nowhere is the first page. */
export function placeOf(pathname: string): Place {
  const [, first = "", second = "", last = ""] =
    /^\/owner\/?([^/]*)\/?([^/]*)\/?([^/]*)/.exec(pathname) ?? []
  switch (first) {
    case "people":
      if (second === "") return { page: "people" }
      return { page: last === "receipt" ? "receipt" : "person", person: second }
    case "leagues":
      return second === "" ? { page: "leagues" } : { page: "league", league: second }
    case "requests":
    case "members":
    case "nights":
      return { page: first }
    default:
      return { page: "venues" }
  }
}

/** The address of a place. */
export function pathOf(place: Place): string {
  switch (place.page) {
    case "venues":
      return "/owner"
    case "person":
      return `/owner/people/${place.person}`
    case "receipt":
      return `/owner/people/${place.person}/receipt`
    case "league":
      return `/owner/leagues/${place.league}`
    case "people":
    case "requests":
    case "members":
    case "nights":
    case "leagues":
      return `/owner/${place.page}`
  }
}
