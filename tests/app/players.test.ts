import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { suggest } from "../../app/features/players/search.ts"
import { leafAddress } from "../../app/data/leaf-address.ts"
import { Player } from "../../schemas/player.ts"

const players = ["Anna Berg", "Annika Sørensen", "Søren Ågaard", "Berg Hansen"].map((name, index) =>
  v.parse(Player, { playerId: `p${index}`, name }),
)
const found = (text: string) =>
  suggest(text, players, () => "new").map((each) =>
    each.kind === "known" ? each.player.name : `new: ${each.name}`,
  )

test("typing the beginning of any word of a name finds the player, and offers a new one at the end", () => {
  assert.equal(found("ann"), ["Anna Berg", "Annika Sørensen", "new: ann"])
  assert.equal(found("berg"), ["Berg Hansen", "Anna Berg", "new: berg"])
})

test("every typed word must begin a word of the name", () => {
  assert.equal(found("ann b"), ["Anna Berg", "new: ann b"])
  assert.equal(found("ann x"), ["new: ann x"])
})

test("case and Danish letters do not stand in the way", () => {
  assert.equal(found("SOREN"), ["Søren Ågaard", "Annika Sørensen", "new: SOREN"])
})

test("a name that is there already is not offered as a new one, whatever its spaces", () => {
  assert.equal(found("  anna   berg "), ["Anna Berg"])
})

test("nothing typed suggests nothing", () => {
  assert.equal(found("   "), [])
})

test("whether a suggested player is in already is told", () => {
  const [first] = suggest("anna berg", players, () => "in")
  assert.is(first?.kind === "known" && first.standing, "in")
})

test("a phone gets the address that this page was reached by, except this machine's own", () => {
  const addresses = ["http://localhost:7070", "https://192.168.1.20:7070"]
  const lan = { origin: "https://felt.lan", hostname: "felt.lan" }
  const own = { origin: "http://localhost:7070", hostname: "localhost" }
  assert.is(leafAddress(addresses, lan, "/player#abc"), "https://felt.lan/player#abc")
  assert.is(leafAddress(addresses, own, "/player#abc"), "https://192.168.1.20:7070/player#abc")
  assert.is(leafAddress([], own, "/player#abc"), "http://localhost:7070/player#abc")
})

test.run()
