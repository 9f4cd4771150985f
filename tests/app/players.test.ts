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

test("a name is found by the middle of a word, where none begins so", () => {
  assert.equal(found("gaar"), ["Søren Ågaard", "new: gaar"])
  assert.equal(found("erg"), ["Anna Berg", "Berg Hansen", "new: erg"])
})

test("Aa is Å and oe is Ø, as they are written where there are no such keys", () => {
  assert.equal(found("aagaard"), ["Søren Ågaard", "new: aagaard"])
  assert.equal(found("soerensen"), ["Annika Sørensen", "new: soerensen"])
})

test("one wrong, missing, doubled or swapped letter finds the name all the same", () => {
  for (const typed of ["hanxen", "hasen", "hannsen", "hasnen"])
    assert.equal(found(typed), ["Berg Hansen", `new: ${typed}`], typed)
  assert.equal(found("bxrg"), ["Anna Berg", "Berg Hansen", "new: bxrg"])
  assert.equal(found("bxg"), ["new: bxg"], "three letters have too many neighbours")
})

test("with ten thousand names a key is answered before the next picture", () => {
  const first = ["Anna", "Søren", "Ægir", "Bo", "Frederikke", "Åse", "Jørgen", "Mia", "Lars", "Ida"]
  const last = ["Berg", "Østergaard", "Møller", "Hansen", "Ågaard", "Friis", "Holm", "Dam"]
  const many = Array.from({ length: 10_000 }, (_, index) =>
    v.parse(Player, {
      playerId: `m${index}`,
      name: `${first[index % 10]} ${last[index % 8]}-${last[(index >> 3) % 8]} ${index}`,
    }),
  )
  suggest("x", many, () => "new")
  const keys = ["f", "fr", "fre", "frederikke o", "zzzzz", "ostergard", "anna berg 900"]
  const times = keys.flatMap((text) =>
    Array.from({ length: 5 }, () => {
      const before = performance.now()
      suggest(text, many, () => "new")
      return performance.now() - before
    }),
  )
  const median = times.toSorted((a, b) => a - b)[times.length >> 1] ?? Infinity
  assert.ok(median < 16, `${median} ms`)
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
