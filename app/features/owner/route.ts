/** Where one is in the owner's web. */
export type Place =
  | { page: "venues" | "people" | "requests" | "members" | "nights" }
  | { page: "person" | "receipt"; person: string }

/** The place of an address below `/owner`; what is nowhere is the first page. */
export function placeOf(pathname: string): Place {
  const [, first = "", person = "", last = ""] =
    /^\/owner\/?([^/]*)\/?([^/]*)\/?([^/]*)/.exec(pathname) ?? []
  switch (first) {
    case "people":
      if (person === "") return { page: "people" }
      return { page: last === "receipt" ? "receipt" : "person", person }
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
    case "people":
    case "requests":
    case "members":
    case "nights":
      return `/owner/${place.page}`
  }
}
