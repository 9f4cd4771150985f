/** A player's name and contact. A change in what `consent.*` means is a new CONSENT_VERSION. */
export const profileEn = {
  "name.label": "Name",
  "name.save": "Change the name",
  "name.done": (name: string) => `The name is ${name} now`,
  "name.twins": (count: number) =>
    count === 1 ? "One other player has this name." : `${count} other players have this name.`,

  "contact.title": "Contact",
  "contact.who": "Contact details are for directors and administrators.",
  "contact.asking": "Asking the Leaf …",
  "contact.failed":
    "Contact details need contact with the Leaf: nothing of them is on this device.",
  "contact.again": "Try again",
  "contact.email": "E-mail",
  "contact.phone": "Phone",
  "contact.birthDate": "Date of birth",
  "contact.change": "Change",
  "contact.save": "Keep them",
  "contact.saved": "The contact details are kept",
  "wrong.email": "An address such as anna@example.com",
  "wrong.phone": "A number such as +45 12 34 56 78",
  "wrong.birthDate": "A day such as 31 December 1990",

  "consent.title": "Read this to the player first. Without a yes nothing is kept.",
  "consent.what":
    "This house wants to keep your e-mail address, phone number or date of birth, whichever you give, on its own box in this house. Directors and administrators of the house see it; nobody else does, and it goes to no other company.",
  "consent.long":
    "It is kept until you take your consent back. You can do that at any time: tell the director of a tournament, and it is deleted at once.",
  "consent.free": "You may say no and play all the same.",
  "consent.reach": "E-mail and phone: to reach me about tournaments, prizes and things I left.",
  "consent.age": "Date of birth: to show that I am old enough to play here.",
  "consent.given": (day: string, version: number) => `Agreed on ${day}, text ${version}`,
  "consent.withdraw": "Take the consent back",
  "consent.sure": "The contact details are deleted at once and cannot be brought back.",
  "consent.erase": "Delete them now",
  "consent.withdrawn": "The consent is taken back and the contact details are deleted",
}
