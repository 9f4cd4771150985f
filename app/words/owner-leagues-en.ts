/** Leagues over venues. What they have in common with a venue's own is in league-rules-en.ts. */
export const ownerLeaguesEn = {
  "over.none": "No league over venues yet",
  "over.noneText":
    "It adds up points over the nights of several venues. A person who plays at two of them is in its table once.",
  "over.noneViewer": "When an owner makes one, its table is here.",
  "over.noSeasons": "No venue has a season yet",
  "over.noSeasonsText":
    "A league here counts seasons of venues. They are made at the venue: Library, Leagues. They are here as soon as its box is in contact.",
  "over.counts": (seasons: number, venues: number) =>
    `${seasons === 1 ? "1 season" : `${seasons} seasons`} of ${venues === 1 ? "1 venue" : `${venues} venues`}`,
  "over.new": "New league",
  "over.name": "What it is called",
  "over.nameHint": "All our Tuesdays",
  "over.seasons": "What counts in it",
  "over.goneSeason": "A season that is not there any more",
  "over.venueless": "A venue that is not there any more",
  "over.make": "Make the league",
  "over.save": "Save",
  "over.change": "Change",
  "over.made": (name: string) => `${name} is here`,
  "over.changed": (name: string) => `${name} is changed`,
  "over.remove": "Remove",
  "over.removeText": (name: string) =>
    `The table of ${name} goes for everybody who signs in here. The venues keep their seasons and nights, and the league can be made again.`,
  "over.removeGo": (name: string) => `Remove ${name}`,
  "over.removed": (name: string) => `${name} is removed`,
  "over.all": "All leagues",
  "over.csv": "Download as CSV",
  "over.noNames": "Names are for owners: here are the places.",
  "over.counted": (counted: number, played: number) =>
    counted === played ? `${played}` : `${counted} of ${played}`,
  "over.nights": (count: number) => (count === 1 ? "1 night counts" : `${count} nights count`),
  "over.notCounted": "Without points",
  "over.noPoints": "No points",
  "over.noTable": "No points yet",
  "over.noTableText":
    "The first points come when a night of its seasons is over: with one player left, or put away. The box brings it when it is in contact.",
  "over.unnamed": "A tournament whose name has not come",
  "over.noFormula": "The formula gives no points",
}
