import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { type BalanceSettings, planBalance } from "../../domain/balancing.ts"
import { firstHand, nextHand, type Positions, roleOf } from "../../domain/button.ts"
import { applyMove, type Move, type MoveTable, undoMove } from "../../domain/moves.ts"

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const carriedOut = (tables: readonly MoveTable[], moves: readonly Move[]): MoveTable[] =>
  moves.reduce<MoveTable[]>((now, move) => applyMove(now, move), [...tables])
const sizes = (tables: readonly MoveTable[]) => tables.map(({ occupied }) => occupied.length)

const anyRoom = fc
  .record({
    seats: fc.integer({ min: 2, max: 10 }),
    fills: fc.array(fc.nat({ max: 10 }), { minLength: 1, maxLength: 8 }),
    shuffledBy: fc.infiniteStream(fc.nat({ max: 9 })),
    maxDifference: fc.integer({ min: 1, max: 3 }),
    allowSingleBigBlind: fc.boolean(),
    hands: fc.nat({ max: 9 }),
  })
  .map(({ seats, fills, shuffledBy, hands, ...settings }) => {
    const tables = fills.map((fill, index): MoveTable => {
      const size = Math.min(seats, fill)
      const left = range(seats)
      const occupied = range(size).flatMap(() =>
        left.splice((shuffledBy.next().value ?? 0) % left.length, 1),
      )
      if (size < 2) return { id: `t${index + 1}`, seats, occupied, last: anyLast(seats) }
      let last = firstHand({ seats, occupied, button: 1 + (hands % seats) })
      for (let hand = 0; hand < hands; hand++) last = nextHand({ seats, occupied, last })
      return { id: `t${index + 1}`, seats, occupied, last }
    })
    return { tables, settings: settings satisfies BalanceSettings }
  })
const anyLast = (seats: number): Positions => ({ button: 1, smallBlind: 1, bigBlind: seats })

test("BAL-S11: any room ends as even as is asked, with the fewest moves there can be", () => {
  let evened = 0
  fc.assert(
    fc.property(anyRoom, ({ tables, settings }) => {
      const plan = planBalance(tables, settings)
      // Where a person has to decide, the tables may stay apart.
      if (plan.undecided.length > 0) return
      const open = tables.filter(({ id }) => !plan.breaks.includes(id))
      const broken = plan.moves.slice(0, movesOfBreaks(tables, plan.breaks))
      const before = sizes(carriedOut(tables, broken)).filter((_, index) =>
        open.includes(tables[index]!),
      )
      const after = carriedOut(tables, plan.moves).filter(({ id }) => !plan.breaks.includes(id))
      const left = sizes(after)
      assert.ok(Math.max(...left) - Math.min(...left) <= settings.maxDifference)
      const moves = plan.moves.length - broken.length
      assert.is(moves, fewestMoves(before, settings.maxDifference))
      evened += moves > 0 ? 1 : 0
    }),
    { numRuns: 1_000 },
  )
  assert.ok(evened > 100, `only ${evened} rooms were uneven`)
})

const movesOfBreaks = (tables: readonly MoveTable[], breaks: readonly string[]): number =>
  tables
    .filter(({ id }) => breaks.includes(id))
    .reduce((sum, { occupied }) => sum + occupied.length, 0)

/** By trying every least size: the moves it takes to bring all tables between it and the most. */
const fewestMoves = (before: readonly number[], difference: number): number =>
  Math.min(
    ...[0, ...range(12)].map((least) => {
      const missing = before.reduce((sum, size) => sum + Math.max(0, least - size), 0)
      const over = before.reduce((sum, size) => sum + Math.max(0, size - least - difference), 0)
      return Math.max(missing, over)
    }),
  )

test("R11-A: nobody is moved to the small blind, out of a taken seat or twice", () => {
  fc.assert(
    fc.property(anyRoom, ({ tables, settings }) => {
      const plan = planBalance(tables, settings)
      let now = [...tables]
      const seen = new Set<string>()
      for (const move of plan.moves) {
        const target = now.find(({ id }) => id === move.to.table)
        assert.not(seen.has(`${move.from.table}/${move.from.seat}`), "somebody moves twice")
        if (move.rule === "TDA-2024 R11-A" && target?.last && target.occupied.length >= 2) {
          const { seats, occupied, last } = target
          const role = roleOf({ seats, occupied, last }, move.to.seat)
          const isSingle = /once more, without a small blind/.test(move.reason)
          assert.ok(role.kind !== "small-blind" || (isSingle && settings.allowSingleBigBlind))
        }
        now = applyMove(now, move)
        seen.add(`${move.to.table}/${move.to.seat}`)
        assert.ok(move.reason.endsWith(".") && move.rule)
      }
      for (const { seats, occupied } of now) {
        assert.is(new Set(occupied).size, occupied.length)
        assert.ok(occupied.every((seat) => seat >= 1 && seat <= seats))
      }
    }),
    { numRuns: 1_000 },
  )
})

test("any move that is undone leaves everything as it was", () => {
  fc.assert(
    fc.property(anyRoom, ({ tables, settings }) => {
      const { moves } = planBalance(tables, settings)
      const sorted = tables.map((table) => ({
        ...table,
        occupied: table.occupied.toSorted((a, b) => a - b),
        notes: [],
      }))
      const back = moves
        .toReversed()
        .reduce<MoveTable[]>((now, move) => undoMove(now, move), carriedOut(sorted, moves))
      assert.equal(back, sorted)
    }),
    { numRuns: 300 },
  )
})

test("the order in which tables and seats are listed changes nothing", () => {
  fc.assert(
    fc.property(anyRoom, ({ tables, settings }) => {
      const turned = tables
        .map((table) => ({ ...table, occupied: table.occupied.toReversed() }))
        .toReversed()
      assert.equal(planBalance(turned, settings), planBalance(tables, settings))
    }),
    { numRuns: 300 },
  )
})

test.run()
