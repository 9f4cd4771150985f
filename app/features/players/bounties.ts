import { createMemo } from "solid-js"
import { type BountyBook, readBounties } from "../../../domain/bounty-book.ts"
import type { Desk } from "../../data/desk.ts"
import { isRefused } from "../../data/outbox-queue.ts"

/** The bounties of the selected tournament: what the ledger says, and what this device has asked for. */
export const createBounties = (desk: Desk): (() => BountyBook) =>
  createMemo((): BountyBook => {
    const [terms, id] = [desk.terms(), desk.selected()]
    if (!terms || id === null) return { kind: "none" }
    const { tournaments, answers } = desk.ledger.state()
    const pending = desk
      .pending()
      .filter((item) => !isRefused(item) && !item.takeBack && !answers.has(item.intent.id))
    return readBounties(
      terms,
      tournaments.get(id) ?? null,
      pending.map(({ intent }) => intent),
    )
  })
