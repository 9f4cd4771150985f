import { test } from "uvu"
import * as assert from "uvu/assert"
import { archivesIn } from "../../../cli/bootstrap/debian.mjs"

test("the archives of apt's targets, each once, without those for security fixes", () => {
  assert.equal(
    archivesIn(
      [
        "http://archive.example/debian/dists/bookworm/",
        "http://archive.example/debian/dists/bookworm-updates/",
        "http://archive.example/debian-security/dists/bookworm-security/",
        "https://other.example/node_20.x/dists/nodistro/",
      ].join("\n"),
    ),
    ["http://archive.example/debian", "https://other.example/node_20.x"],
  )
})

test("a machine that never fetched its lists names no targets: the addresses to fetch them from do", () => {
  assert.equal(
    archivesIn(
      [
        "'http://archive.example/debian/dists/bookworm/InRelease' archive.example_InRelease 0 ",
        "'http://archive.example/debian/dists/bookworm/main/binary-amd64/Packages.xz' x 0 ",
        "'http://archive.example/debian-security/dists/bookworm-security/InRelease' y 0 ",
      ].join("\n"),
    ),
    ["http://archive.example/debian"],
  )
  assert.equal(archivesIn(""), [])
})

test.run()
