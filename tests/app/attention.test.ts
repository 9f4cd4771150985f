import { test } from "uvu"
import * as assert from "uvu/assert"
import { mattersOf } from "../../app/features/floor/attention.ts"
import { id, tournamentOf } from "../support/tablet.ts"

test("clashes come first, then who has no seat, then what is suggested; without tables there is nothing", () => {
  const tablet = tournamentOf(12)
  const [first] = tablet.read().entries
  assert.equal(mattersOf(tablet.read(), null), [])
  tablet.registers.set(`entry/${id(2)}/seat`, first?.seat)
  tablet.registers.set(`entry/${id(3)}/seat`, null)
  const matters = mattersOf(tablet.read(), { kind: "break" })
  assert.equal(
    matters.map(({ kind }) => kind),
    ["clash", "waiting", "break"],
  )
  const noTables = tablet.read().tables.map((table) => ({ ...table, status: "broken" as const }))
  assert.equal(mattersOf({ ...tablet.read(), tables: noTables }, { kind: "break" }), [])
})

test.run()
