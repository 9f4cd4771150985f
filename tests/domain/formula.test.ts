import * as fc from "fast-check"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { evaluate, FORMULA_LIMITS, parseFormula } from "../../domain/formula.ts"
import { InvalidInput } from "../../domain/invalid.ts"

const VARIABLES = ["n", "b", "e", "f", "x_1"]
const VALUES = { n: 20, b: 100, e: 2.5, f: 1, x_1: -3 }
const valueOf = (text: string, values: Record<string, number> = VALUES) =>
  evaluate(parseFormula(text, VARIABLES), values)

for (const [text, value] of [
  ["1+2*3", 7],
  ["(1+2)*3", 9],
  ["10-3-2", 5],
  ["24/4/2", 3],
  ["2*3/4*2", 3],
  ["-2^2", -4],
  ["(-2)^2", 4],
  ["2^3^2", 512],
  ["(2^3)^2", 64],
  ["2^-1", 0.5],
  ["2^-2^2", 1 / 16],
  ["--3", 3],
  ["2--3", 5],
  ["-2*-3", 6],
  ["0^0", 1],
  ["(-8)^3", -512],
  ["1.5+.25", 1.75],
  ["007", 7],
  [" 1\t+\n2 ", 3],
  ["n*b^2/e", 80_000],
  ["x_1*2", -6],
  ["1<2", 1],
  ["2<1", 0],
  ["2<=2", 1],
  ["2>=3", 0],
  ["3>2", 1],
  ["2=2", 1],
  ["2!=2", 0],
  ["1!=2", 1],
  ["1+1=2*1", 1],
  ["(1<2)=(3<4)", 1],
  ["if(f=1, 10, 5)", 10],
  ["if(f!=1, 10, 5)", 5],
  ["if(-0.5, 1, 2)", 1],
  ["if(0, 1/0, 2)", 2],
  ["if(1, 2, sqrt(-1))", 2],
  ["if(f>1, 1, if(n>10, 2, 3))", 2],
  ["sqrt(2)", Math.SQRT2],
  ["exp(1)", Math.E],
  ["ln(exp(2))", 2],
  ["log10(1000)", 3],
  ["floor(-1.5)", -2],
  ["ceil(1.2)", 2],
  ["round(2.5)", 3],
  ["round(-2.5)", -2],
  ["abs(-4)", 4],
  ["min(3,1,2)", 1],
  ["max(3,1,2)", 3],
  ["max(7)", 7],
  ["sqrt(n*b^2/e)/(f+1)", Math.sqrt(80_000) / 2],
] as const)
  test(`${JSON.stringify(text)} is ${value}`, () => assert.is(valueOf(text), value))

test("a negative zero is told as zero", () => {
  for (const text of ["-0", "0*-1", "round(-0.4)", "ceil(-0.5)"])
    assert.ok(Object.is(valueOf(text), 0), text)
})

test("500 characters and 50 levels are read, in a chain of any length", () => {
  assert.is(valueOf(`${"1+".repeat(249)}10`), 259)
  assert.is(valueOf(`${"(".repeat(50)}1${")".repeat(50)}`), 1)
  assert.is(valueOf(`${"-".repeat(50)}1`), 1)
  assert.is(valueOf(`2${"^1".repeat(50)}`), 2)
  assert.is(valueOf(`${"abs(".repeat(50)}1${")".repeat(50)}`), 1)
  assert.is(valueOf(`${"(1)+".repeat(100)}1`), 101, "levels that were left do not count")
})

for (const [text, column, words] of [
  ["", 1, /expected a number, got the end/],
  ["  ", 3, /expected a number, got the end/],
  ["n*(b+)", 6, /expected a number, got '\)'/],
  ["1+", 3, /expected a number, got the end/],
  ["*2", 1, /expected a number, got '\*'/],
  ["1++2", 3, /expected a number, got '\+'/],
  ["(1", 3, /expected '\)', got the end/],
  ["1)", 2, /expected an operator, got '\)'/],
  ["2n", 2, /expected an operator, got 'n'/],
  ["1 2", 3, /expected an operator, got '2'/],
  ["1.2.3", 4, /expected an operator, got '\.3'/],
  ["1.", 2, /'\.' means nothing/],
  ["1e5", 2, /expected an operator, got 'e5'/],
  ["n(2)", 2, /expected an operator, got '\('/],
  ["1,5", 2, /expected an operator, got ','/],
  ["log10(b+0,25)", 1, /log10 takes 1 value, not 2/],
  ["sqrt", 5, /expected '\(', got the end/],
  ["sqrt()", 6, /expected a number, got '\)'/],
  ["sqrt(1,2)", 1, /sqrt takes 1 value, not 2/],
  ["2+if(1,2)", 3, /if takes 3 values, not 2/],
  ["if(1,2,3,4)", 1, /if takes 3 values, not 4/],
  ["max(1,)", 7, /expected a number, got '\)'/],
  ["1<2<3", 4, /one comparison at a time/],
  ["1==2", 3, /expected a number, got '='/],
  ["1 & 2", 3, /'&' means nothing/],
  ["2 × 3", 3, /'×' means nothing/],
  ["1+🂡", 3, /'🂡' means nothing/],
  ["N+1", 1, /unknown name 'N', known are n, b, e, f, x_1/],
  ["constructor", 1, /unknown name 'constructor'/],
  ["__proto__", 1, /unknown name '__proto__'/],
  ["toString()", 1, /unknown name 'toString'/],
  ["hasOwnProperty", 1, /unknown name/],
  ["Infinity", 1, /unknown name/],
  ["NaN", 1, /unknown name/],
  ["n.constructor", 2, /'\.' means nothing/],
  ["n[0]", 2, /'\[' means nothing/],
  ["'a'", 1, /means nothing/],
  [`1+${"9".repeat(400)}`, 3, /too large/],
  [`${"(".repeat(51)}1${")".repeat(51)}`, 52, /more than 50 levels/],
  ["-".repeat(500), 52, /more than 50 levels/],
  ["(".repeat(500), 52, /more than 50 levels/],
  [`2${"^2".repeat(51)}`, 103, /more than 50 levels/],
  [`${"abs(".repeat(51)}1${")".repeat(51)}`, 205, /more than 50 levels/],
] as const)
  test(`not read: ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.throws(
      () => parseFormula(text, VARIABLES),
      (error: unknown) =>
        error instanceof InvalidInput &&
        error.field === "formula" &&
        error.rule.startsWith(`at column ${column}: `) &&
        words.test(error.rule),
    )
  })

test("not read: more than 500 characters", () => {
  const text = "1+".repeat(250)
  assert.throws(() => parseFormula(`${text}1`, []), /at most 500 characters/)
  assert.throws(() => parseFormula(" ".repeat(1_000_000), []), /at most 500 characters/)
})

for (const [text, column, words] of [
  ["1/0", 2, /division by zero/],
  ["1/-0", 2, /division by zero/],
  ["n/(f-1)", 2, /division by zero/],
  ["0^-1", 2, /division by zero/],
  ["2+sqrt(x_1)", 3, /root of a negative number/],
  ["x_1^0.5", 4, /root of a negative number/],
  ["ln(0)", 1, /logarithm of zero or less/],
  ["log10(-1)", 1, /logarithm of zero or less/],
  ["log10(0)", 1, /logarithm of zero or less/],
  ["exp(1000)", 1, /more than a number can hold/],
  ["10^400", 3, /more than a number can hold/],
  ["10^308*10", 7, /more than a number can hold/],
  ["if(1/0, 1, 2)", 5, /division by zero/],
] as const)
  test(`no number: ${text}`, () => {
    const formula = parseFormula(text, VARIABLES)
    assert.throws(
      () => evaluate(formula, VALUES),
      (error: unknown) =>
        error instanceof InvalidInput &&
        error.field === "formula" &&
        error.rule.startsWith(`at column ${column}: `) &&
        words.test(error.rule),
    )
  })

test("the value of every variable in the formula is there and finite, others do not matter", () => {
  assert.is(valueOf("n+1", { n: 1, b: NaN }), 2)
  for (const values of [{}, { b: 1 }, { n: NaN }, { n: Infinity }])
    assert.throws(
      () => valueOf("n+1", values),
      (error: unknown) => error instanceof InvalidInput && error.field === "values.n",
    )
  const formula = parseFormula("constructor", ["constructor"])
  assert.throws(() => evaluate(formula, {}), /values\.constructor/)
  assert.is(evaluate(formula, { constructor: 3 }), 3)
})

for (const [variables, field] of [
  [["n", "n"], "variables"],
  [["n", "1n"], "variables[1]"],
  [["sqrt"], "variables[0]"],
  [["if"], "variables[0]"],
  [["a b"], "variables[0]"],
  [[""], "variables[0]"],
] as const)
  test(`no variables: ${JSON.stringify(variables)}`, () => {
    assert.throws(
      () => parseFormula("1", variables),
      (error: unknown) => error instanceof InvalidInput && error.field === field,
    )
  })

test("an unknown name is told with those that are known, if there are any", () => {
  for (const [variables, rule] of [
    [[], "at column 1: unknown name 'x'"],
    [["n"], "at column 1: unknown name 'x', known are n"],
  ] as const)
    assert.throws(
      () => parseFormula("x", variables),
      (error: unknown) => error instanceof InvalidInput && error.rule === rule,
    )
})

/** A tree of the test's own; printed with as few parentheses as the rules of reading allow. */
type Tree =
  | { kind: "leaf"; text: string }
  | { kind: "minus"; of: Tree }
  | { kind: "two"; operator: string; left: Tree; right: Tree }
  | { kind: "call"; name: string; values: Tree[] }

const RANK: Record<string, number> = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 4 }
const rankOf = (tree: Tree): number =>
  tree.kind === "two" ? (RANK[tree.operator] ?? 0) : tree.kind === "minus" ? 3 : 5

function print(tree: Tree, least: number): string {
  const rank = rankOf(tree)
  if (rank < least) return `(${print(tree, 0)})`
  switch (tree.kind) {
    case "leaf":
      return tree.text
    case "minus":
      return `-${print(tree.of, 3)}`
    case "call":
      return `${tree.name}(${tree.values.map((each) => print(each, 0)).join(", ")})`
    case "two": {
      const { operator, left, right } = tree
      if (operator === "^") return `${print(left, 5)}^${print(right, 3)}`
      return `${print(left, Math.max(rank, 1))} ${operator} ${print(right, rank + 1)}`
    }
  }
}

const printInFull = (tree: Tree): string => {
  switch (tree.kind) {
    case "leaf":
      return tree.text
    case "minus":
      return `(-${printInFull(tree.of)})`
    case "call":
      return `${tree.name}(${tree.values.map(printInFull).join(",")})`
    case "two":
      return `(${printInFull(tree.left)}${tree.operator}${printInFull(tree.right)})`
  }
}

const TWO: Record<string, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "=": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
}
const ONE: Record<string, (...values: number[]) => number> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  log10: Math.log10,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
}

/** The value straight from the tree; null where any part of it is no finite number. */
function direct(tree: Tree): number | null {
  const number = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) ? value : null
  switch (tree.kind) {
    case "leaf":
      return number(tree.text in VALUES ? VALUES[tree.text as "n"] : Number(tree.text))
    case "minus": {
      const value = direct(tree.of)
      return value === null ? null : -value
    }
    case "two": {
      const left = direct(tree.left)
      const right = direct(tree.right)
      return left === null || right === null ? null : number(TWO[tree.operator]?.(left, right))
    }
    case "call": {
      const [first, second, third] = tree.values
      if (tree.name === "if" && first && second && third) {
        const condition = direct(first)
        return condition === null ? null : direct(condition === 0 ? third : second)
      }
      const values = tree.values.map(direct)
      const known = values.filter((each) => each !== null)
      return known.length < values.length ? null : number(ONE[tree.name]?.(...known))
    }
  }
}

const anyTree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc
      .constantFrom("0", "1", "2", "3", "10", "0.5", ".25", "12.75", "n", "b", "e", "f", "x_1")
      .map((text): Tree => ({ kind: "leaf", text })),
    tie("tree").map((of): Tree => ({ kind: "minus", of })),
    fc
      .tuple(fc.constantFrom(...Object.keys(TWO)), tie("tree"), tie("tree"))
      .map(([operator, left, right]): Tree => ({ kind: "two", operator, left, right })),
    fc
      .tuple(fc.constantFrom(...Object.keys(TWO).slice(0, 5)), tie("tree"), tie("tree"))
      .map(([operator, left, right]): Tree => ({ kind: "two", operator, left, right })),
    fc
      .tuple(
        fc.constantFrom(...Object.keys(ONE), "if"),
        fc.array(tie("tree"), { minLength: 3, maxLength: 3 }),
      )
      .map(([name, values]): Tree => {
        const count = name === "if" || name === "min" ? 3 : name === "max" ? 2 : 1
        return { kind: "call", name, values: values.slice(0, count) }
      }),
  ),
})).tree

test("any tree, printed and read again, has the value that it has by itself", () => {
  let numbers = 0
  let none = 0
  fc.assert(
    fc.property(anyTree, (tree) => {
      const value = direct(tree)
      for (const text of [print(tree, 0), printInFull(tree)]) {
        if (text.length > FORMULA_LIMITS.characters) continue
        const formula = parseFormula(text, VARIABLES)
        if (value === null) {
          none++
          assert.throws(
            () => evaluate(formula, VALUES),
            (error: unknown) => error instanceof InvalidInput && error.field === "formula",
          )
        } else {
          numbers++
          assert.is(evaluate(formula, VALUES), value + 0, text)
        }
      }
    }),
    { seed: 31, numRuns: 3_000 },
  )
  assert.ok(numbers > 1_000 && none > 300, `${numbers} numbers, ${none} that are none`)
})

test("any text is a formula or InvalidInput, and nothing else ever happens", () => {
  const parts = ["(", ")", "+", "-", "*", "/", "^", ",", "<", "=", "!", "if(", "min(", "sqrt("]
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 600 }),
    fc.string({ unit: fc.constantFrom(...parts, "n", "2", ".", "1.5", " "), maxLength: 260 }),
    fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype), "this", "globalThis"),
  )
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        assert.ok(Number.isFinite(valueOf(text)))
      } catch (error) {
        assert.ok(error instanceof InvalidInput, String(error))
      }
    }),
    { seed: 32, numRuns: 3_000 },
  )
})

test.run()
