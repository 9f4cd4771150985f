import { assert } from "./assert.ts"
import { demand, demandDistinct, InvalidInput } from "./invalid.ts"

/**
 * A formula that was read: plain data, which is never run as a program.
 * @property text as it was written
 */
export type Formula = { readonly text: string; readonly tree: Term }

/** A part of a formula; columns count from 1 and say where an operation was written. */
export type Term =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "negative"; readonly of: Term }
  | {
      readonly kind: "operation"
      readonly operator: Operator
      readonly left: Term
      readonly right: Term
      readonly column: number
    }
  | {
      readonly kind: "choice"
      readonly condition: Term
      readonly yes: Term
      readonly no: Term
    }
  | {
      readonly kind: "call"
      readonly name: FunctionName
      readonly values: readonly Term[]
      readonly column: number
    }

export type Operator = "+" | "-" | "*" | "/" | "^" | Comparison
type Comparison = "<" | "<=" | ">" | ">=" | "=" | "!="

/** Beyond these, a formula is refused, so that none can hang or exhaust anything. */
export const FORMULA_LIMITS = { characters: 500, depth: 50 } as const

const COMPARISONS = ["<", "<=", ">", ">=", "=", "!="] as const
const FUNCTION_NAMES = [
  "sqrt",
  "exp",
  "ln",
  "log10",
  "floor",
  "ceil",
  "round",
  "abs",
  "min",
  "max",
] as const
export type FunctionName = (typeof FUNCTION_NAMES)[number]

/**
 * Reads a formula: decimal numbers, the variables, `+ - * / ^`, parentheses, one comparison
 * (`< <= > >= = !=`, 1 where it holds, else 0), `if(condition, a, b)`, and sqrt, exp, ln, log10,
 * floor, ceil, round (halves go up), abs, min, max. As usual in mathematics, `^` binds tighter than
 * a minus sign in front and goes from right to left: -2^2 is -4 and 2^3^2 is 512.
 * @param variables the names that may stand in it: letters, digits and "_", no function's name
 * @throws InvalidInput at `formula`, with the column, where it is none, or is beyond the limits
 */
export function parseFormula(text: string, variables: readonly string[]): Formula {
  demandVariables(variables)
  const isShort = text.length <= FORMULA_LIMITS.characters
  demand(isShort, "formula", `a formula has at most ${FORMULA_LIMITS.characters} characters`)
  const reader: Reader = { tokens: tokensOf(text), next: 0, depth: 0, variables }
  const tree = readComparison(reader)
  if (peek(reader).kind !== "end") expected(reader, "an operator")
  return { text, tree }
}

/**
 * The value of a formula; of a choice, only the side that is taken is reckoned.
 * @param values by the names of the variables; all that stand in the formula, and finite
 * @returns a finite number; never the negative zero
 * @throws InvalidInput at `formula`, with the column, where there is no such number: a division by
 *   zero, a root or logarithm of what has none, or more than a number can hold
 */
export function evaluate(formula: Formula, values: Readonly<Record<string, number>>): number {
  // The sum turns a negative zero into zero.
  return valueOf(formula.tree, values) + 0
}

type Token = { kind: "number" | "name" | "symbol" | "end"; text: string; column: number }
type Reader = { tokens: Token[]; next: number; depth: number; variables: readonly string[] }

function demandVariables(variables: readonly string[]): void {
  demandDistinct(variables, "variables", "every variable is there once")
  for (const [index, name] of variables.entries()) {
    const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !isFunction(name) && name !== "if"
    demand(isName, `variables[${index}]`, "a variable is letters, digits and _, and no function")
  }
}

function tokensOf(text: string): Token[] {
  const pattern =
    /\s+|(?<number>\d+(?:\.\d+)?|\.\d+)|(?<name>[A-Za-z_]\w*)|(?<symbol>[<>!]=|[-+*/^(),<>=])|./gsu
  const tokens: Token[] = []
  for (const { 0: found, index, groups = {} } of text.matchAll(pattern)) {
    const column = index + 1
    const kind = (["number", "name", "symbol"] as const).find((each) => groups[each] !== undefined)
    if (kind) tokens.push({ kind, text: found, column })
    else if (found.trim() !== "") refuse(column, `'${found}' means nothing`)
  }
  return [...tokens, { kind: "end", text: "", column: text.length + 1 }]
}

function readComparison(reader: Reader): Term {
  const left = readSum(reader)
  const operator = COMPARISONS.find((each) => isNext(reader, each))
  if (!operator) return left
  const { column } = take(reader)
  const term: Term = { kind: "operation", operator, left, right: readSum(reader), column }
  if (COMPARISONS.some((each) => isNext(reader, each)))
    refuse(peek(reader).column, "one comparison at a time, the others in parentheses")
  return term
}

const readSum = (reader: Reader): Term => readChain(reader, ["+", "-"], readProduct)
const readProduct = (reader: Reader): Term => readChain(reader, ["*", "/"], readSigned)

/** Terms between operators of the same rank, from left to right. */
function readChain(
  reader: Reader,
  operators: readonly Operator[],
  readTerm: (reader: Reader) => Term,
): Term {
  let left = readTerm(reader)
  for (;;) {
    const operator = operators.find((each) => isNext(reader, each))
    if (!operator) return left
    const { column } = take(reader)
    left = { kind: "operation", operator, left, right: readTerm(reader), column }
  }
}

function readSigned(reader: Reader): Term {
  if (!isNext(reader, "-")) return readPower(reader)
  take(reader)
  return { kind: "negative", of: within(reader, readSigned) }
}

function readPower(reader: Reader): Term {
  const left = readPrimary(reader)
  if (!isNext(reader, "^")) return left
  const { column } = take(reader)
  const right = within(reader, readSigned)
  return { kind: "operation", operator: "^", left, right, column }
}

function readPrimary(reader: Reader): Term {
  const token = peek(reader)
  if (token.kind === "number") {
    take(reader)
    const value = Number(token.text)
    if (!Number.isFinite(value)) refuse(token.column, "the number is too large")
    return { kind: "number", value }
  }
  if (token.kind === "name") return readName(reader)
  if (token.text !== "(") expected(reader, "a number")
  take(reader)
  const term = within(reader, readComparison)
  takeSymbol(reader, ")")
  return term
}

function readName(reader: Reader): Term {
  const { text: name, column } = take(reader)
  if (reader.variables.includes(name)) return { kind: "variable", name }
  if (name === "if") {
    const [condition, yes, no] = readValues(reader, name, column, 3, 3)
    assert(condition && yes && no, "three values were demanded")
    return { kind: "choice", condition, yes, no }
  }
  if (!isFunction(name)) refuse(column, unknownName(name, reader.variables))
  const isAnyCount = name === "min" || name === "max"
  const values = readValues(reader, name, column, 1, isAnyCount ? Infinity : 1)
  return { kind: "call", name, values, column }
}

const unknownName = (name: string, variables: readonly string[]): string =>
  variables.length === 0
    ? `unknown name '${name}'`
    : `unknown name '${name}', known are ${variables.join(", ")}`

function readValues(
  reader: Reader,
  name: string,
  column: number,
  least: number,
  most: number,
): Term[] {
  takeSymbol(reader, "(")
  const values = [within(reader, readComparison)]
  while (isNext(reader, ",")) {
    take(reader)
    values.push(within(reader, readComparison))
  }
  takeSymbol(reader, ")")
  if (values.length < least || values.length > most)
    refuse(
      column,
      `${name} takes ${least === 1 ? "1 value" : `${least} values`}, not ${values.length}`,
    )
  return values
}

/** Reads one level deeper. */
function within(reader: Reader, read: (reader: Reader) => Term): Term {
  const { depth } = FORMULA_LIMITS
  if (reader.depth >= depth) refuse(peek(reader).column, `it is more than ${depth} levels deep`)
  reader.depth++
  const term = read(reader)
  reader.depth--
  return term
}

const END: Token = { kind: "end", text: "", column: 1 }
const peek = ({ tokens, next }: Reader): Token => tokens[next] ?? END
const isNext = (reader: Reader, symbol: string): boolean => peek(reader).text === symbol

function take(reader: Reader): Token {
  const token = peek(reader)
  reader.next++
  return token
}

function takeSymbol(reader: Reader, symbol: string): void {
  if (!isNext(reader, symbol)) expected(reader, `'${symbol}'`)
  take(reader)
}

function expected(reader: Reader, what: string): never {
  const { kind, text, column } = peek(reader)
  refuse(column, `expected ${what}, got ${kind === "end" ? "the end" : `'${text}'`}`)
}

function refuse(column: number, rule: string): never {
  throw new InvalidInput("formula", `at column ${column}: ${rule}`)
}

const isFunction = (name: string): name is FunctionName =>
  FUNCTION_NAMES.some((each) => each === name)

function valueOf(term: Term, values: Readonly<Record<string, number>>): number {
  switch (term.kind) {
    case "number":
      return term.value
    case "variable": {
      const value = Object.hasOwn(values, term.name) ? values[term.name] : undefined
      const isValue = value !== undefined && Number.isFinite(value)
      demand(isValue, `values.${term.name}`, `${term.name} is a finite number`)
      return value
    }
    case "negative":
      return -valueOf(term.of, values)
    case "operation": {
      const { operator, column } = term
      const left = valueOf(term.left, values)
      return finite(operate(operator, left, valueOf(term.right, values), column), column)
    }
    case "choice":
      return valueOf(valueOf(term.condition, values) === 0 ? term.no : term.yes, values)
    case "call": {
      const { name, column } = term
      const given = term.values.map((each) => valueOf(each, values))
      return finite(call(name, given, column), column)
    }
  }
}

function operate(operator: Operator, left: number, right: number, column: number): number {
  switch (operator) {
    case "+":
      return left + right
    case "-":
      return left - right
    case "*":
      return left * right
    case "/":
      if (right === 0) refuse(column, "division by zero")
      return left / right
    case "^":
      if (left === 0 && right < 0) refuse(column, "division by zero: a negative power of zero")
      if (left < 0 && !Number.isInteger(right))
        refuse(column, "root of a negative number: its power is not whole")
      return left ** right
    case "<":
      return left < right ? 1 : 0
    case "<=":
      return left <= right ? 1 : 0
    case ">":
      return left > right ? 1 : 0
    case ">=":
      return left >= right ? 1 : 0
    case "=":
      return left === right ? 1 : 0
    case "!=":
      return left === right ? 0 : 1
  }
}

function call(name: FunctionName, values: readonly number[], column: number): number {
  const [value = 0] = values
  switch (name) {
    case "sqrt":
      if (value < 0) refuse(column, "root of a negative number")
      return Math.sqrt(value)
    case "exp":
      return Math.exp(value)
    case "ln":
      if (value <= 0) refuse(column, "logarithm of zero or less")
      return Math.log(value)
    case "log10":
      if (value <= 0) refuse(column, "logarithm of zero or less")
      return Math.log10(value)
    case "floor":
      return Math.floor(value)
    case "ceil":
      return Math.ceil(value)
    case "round":
      return Math.round(value)
    case "abs":
      return Math.abs(value)
    case "min":
      return Math.min(...values)
    case "max":
      return Math.max(...values)
  }
}

function finite(value: number, column: number): number {
  if (!Number.isFinite(value)) refuse(column, "more than a number can hold")
  return value
}
