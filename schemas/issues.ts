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
  const message = issue.message.replace(/\.$/, "")
  const got =
    issue.received !== "undefined" && !message.includes(issue.received)
      ? `, got ${issue.received}`
      : ""
  return path ? `At ${path}: ${message}${got}.` : `${message}${got}.`
}
