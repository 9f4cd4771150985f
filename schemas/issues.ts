import type * as v from "valibot"

/**
 * Says in one sentence where a value went wrong, as in
 * `At intents[0].amountCents: expected whole cents, got 12.5.`
 */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
  const issue = issues[0]
  if (!issue) return "The value is not what was expected."
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "")
  const message = shortened(issue.message.replace(/\.$/, ""))
  // Where a whole object breaks a rule, its type was right and says nothing.
  const isWhole = issue.kind === "validation" && ["Object", "Array"].includes(issue.received)
  const got =
    issue.received !== "undefined" && !isWhole && !message.includes(issue.received)
      ? `, got ${inLine(issue.received)}`
      : ""
  const sentence = path ? `At ${path}: ${message}${got}.` : `${message}${got}.`
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** Of a choice of so many nobody reads them all, and what to do would come after them. */
const CHOICES_MOST = 8

/** A message that says of how many choices it is none, where there are too many to name. */
const shortened = (message: string): string =>
  message.replace(/\("[^()]*"\)/, (list) => {
    const choices = list.split(" | ").length
    return choices > CHOICES_MOST ? `one of ${choices}` : list
  })

/** So much of what was sent is sent back. */
const RECEIVED_MOST = 80

/** In one line, whatever somebody sent. */
function inLine(received: string): string {
  const text = received.replaceAll(/\p{Cc}/gu, " ")
  return text.length > RECEIVED_MOST ? `${text.slice(0, RECEIVED_MOST)}…` : text
}
