/** The words of who works at a device: signing in, switching, locking, roles. */
export const peopleEn = {
  "role.administrator": "Administrator",
  "role.director": "Director",
  "role.floor": "Floor",
  "role.cashier": "Cashier",

  "who.title": "Who is it?",
  "who.text": "One tap where a PIN was entered already; the others ask for it.",
  "who.now": (name: string, role: string) => `${name}, ${role}: switch person, lock or sign out`,
  "who.working": "Works now",
  "who.open": "One tap",
  "who.pin": "PIN",
  "who.other": "Somebody else",
  "who.otherText": "With a PIN, while the Leaf can be reached",
  "who.back": "All people",
  "who.pinOf": (name: string) => `PIN of ${name}`,
  "who.lock": "Lock now",
  "who.signOut": (name: string) => `Sign out ${name}`,
  "who.signOutAll": "Sign out everybody",
  "who.lockAfter": "Lock this device without a touch after",
  "who.minutes": (minutes: number) => `${minutes} min`,
  "who.never": "Never",
  "who.locked": "Locked",
  "who.lockedText": "What was begun is still there.",
  "who.insecure":
    "Over plain http this device cannot be unlocked while the Leaf is away, so it does not lock by itself then. Open Felt by https for that.",
  "who.offline":
    "The Leaf cannot be reached. Whoever has signed in here before unlocks with their PIN.",
  "who.signedOut": (name: string) => `${name} is signed out`,
  "who.now.is": (name: string) => `${name} works now`,

  "pin.lockedHere":
    "Ten wrong PINs without the Leaf: locked until the Leaf can be reached again and takes a right one.",
  "pin.unknown":
    "The Leaf cannot be reached, and this person has not signed in on this device before.",
  "pin.insecure":
    "The Leaf cannot be reached, and over plain http a device cannot be unlocked without it.",

  "only.director": "For a director",
  "only.administrator": "For an administrator",
  "only.floor": "For floor staff and directors",
  "only.floorText": "Tables, button and busts are for floor staff and directors.",
  "only.clock": "The clock is for floor staff and directors.",
  "only.screens": "The screens are for floor staff and directors.",
  "only.conflict": "A director decides.",
  "only.createText": "A director creates one. It shows up here by itself.",

  "stranded.waits": (name: string) => `Waits until ${name} signs in again`,
  "stranded.takeOver": "Hand in as mine",
  "stranded.fact": (count: number) =>
    count === 1
      ? "Acts of one person wait for their PIN"
      : `Acts of ${count} people wait for their PINs`,
  "sync.details": "Who is connected, and who wrote what",

  "welcome.title": "Welcome to Felt",
  "welcome.text":
    "Name, currency, tables, staff, first tournament: two minutes, and every step can wait.",
  "welcome.go": "Set up the venue",
  "welcome.later": "Later",
}
