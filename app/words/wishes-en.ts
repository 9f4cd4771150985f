/** What players say on their phones, and how a phone is bound to one. */
export const wishesEn = {
  "wishes.title": (count: number) => (count === 1 ? "1 wish" : `${count} wishes`),
  "wishes.elsewhere": (count: number, name: string) =>
    count === 1 ? `1 wish in ${name}` : `${count} wishes in ${name}`,
  "wishes.rebuy": (name: string) => `${name} wants a rebuy`,
  "wishes.add-on": (name: string) => `${name} wants an add-on`,
  "wishes.sell.rebuy": (amount: string) => `Rebuy ${amount}`,
  "wishes.sell.add-on": (amount: string) => `Add-on ${amount}`,
  "wishes.no": "No",
  "wishes.said": (name: string) => `${name} is told no`,
  "wishes.limit": "A limit stands against it: open the player to decide.",
  "wishes.open": (name: string) => `Open ${name}`,
  "wishes.gone": "Not in play with a paid entry",

  "said.title": "On the phone",
  "said.coming": "Is coming",
  "said.notComing": "Is not coming",
  "said.late": (minutes: number) => `${minutes} min late`,
  "said.end_of_table": "Needs an end seat",
  "said.wheelchair": "Needs room for a wheelchair",
  "said.nickname": (nickname: string) => `Nickname “${nickname}”`,

  "code.title": "Code for the phone",
  "code.scan": "The player scans this, or opens the tournament's page and enters the code.",
  "code.used": "A phone has used this code, so it is worth nothing any more.",
  "code.again": (ago: string) => `A second phone tried the code ${ago}. Whose is it?`,
  "code.keep": "The player's too: a new code",
  "code.end": "Somebody else's: end all, new code",
  "code.new": "New code for another phone",
  "code.alert": (name: string) => `A second phone tried the code of ${name}`,
  "code.failed": "The code needs contact with the Leaf. Try again in a moment.",
  "code.qr": "QR code of the player's own page",

  "phones.title": "Players' phones",
  "phones.text": "Anybody in the room scans this: clock, prizes, levels. No app, no account.",
  "phones.qr": "QR code of this tournament's page",
  "phones.show": "Show the QR code",
  "phones.open": "Open the page here",
}

export type WishesWords = typeof wishesEn
