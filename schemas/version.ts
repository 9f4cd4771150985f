/**
 * The version of everything that crosses a boundary: documents, ledger entries, HTTP bodies. Any
 * change to a schema changes the pinned hash in tests/wire.test.ts; whoever changes it adds a line
 * here and thinks of the devices that still speak the version before.
 *
 *   1   the first: intents, entries, documents, HTTP bodies of one night
 *   2   a structure may say when rebuys end, when add-ons are taken, which chips a break races off
 *   3   all kinds of money: fees by name, staff, bounties, methods, tills, guarantees, deals, limits,
 *       refunds, corrections, the closing of conflicts, receipts and reports
 *   4   rooms: a client names its version at the door, updates have numbers, a window is announced
 *   5   staff may ask which rooms are open, who is in them, what was refused, who wrote what last; Core
 *       tells a Leaf its venue; a client may ask with a number for what is durable
 *   6   on the floor: where a table's button is, what a stack was counted to; a session may name its
 *       device, devices have names, staff may read the log of what was done on the floor; a screen has
 *       a name and says that it is there, and staff may ask which are; the library of structures,
 *       payout tables, chip sets and house rules; who waits for a seat, who went out in one hand; what
 *       becomes of a bounty; a player's contact details, with their consent; several tournaments: when
 *       one starts, that it has ended, its first table, of which event it is a flight or a day, to
 *       which one it is a satellite; bags, seats won, payouts in seats; staff by name, a PIN that must
 *       be a named person's, locks that can be listed; the venue's profile
 *   7   screens: pairing by a code, layouts and which of them a screen shows when, sound,
 *       announcements, names on a paired screen; hand-for-hand is said on the floor
 *       phones: a code that binds one to a player, what a phone is shown, wishes and their answers, one's
 *       own data and its erasure; a seat says from where and why somebody was moved there
 *   8   leagues, their seasons and rules in the venue's document; in which season a tournament counts;
 *       a season's table for staff, on screens and on phones; the sponsors' pictures: uploaded to the
 *       Leaf, listed for the screens, shown in turn; an erasure takes the name at once, and staff are
 *       told when names were last changed
 *       Core: a key to join with, where a Leaf brings its ledger and how much of it was checked and
 *       stored, its players and whom to erase, the shared library; what owners see and do
 *   9   the box: what every check of it finds, with figures and since when
 */
export const WIRE_VERSION = 9
