import type { Entry } from "../../../schemas/entry.ts"
import type { TournamentId } from "../../../schemas/ids.ts"
import { HOUSE } from "../../../schemas/intent.ts"
import { leafNow } from "../../data/leaf-time.ts"
import { isWaiting, type Queued } from "../../data/outbox-queue.ts"
import { t } from "../../words/log.ts"
import { t as staff } from "../../words/staff.ts"
import { amountOf, type MoneyLine, moneyLines, playerOf } from "../money/lines.ts"
import { reasonText } from "../money/reasons.ts"
import type { Row } from "./rows.ts"

type Naming = {
  player: (id: string) => string
  money: (value: number) => string
}

/** The ledger's lines of a tournament, and of the house's tills, the newest first. */
export function moneyRows(
  entries: readonly Entry[],
  tournament: TournamentId,
  naming: Naming,
): Row[] {
  const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]))
  return [...moneyLines(entries, tournament), ...moneyLines(entries, HOUSE)].map((line) => {
    const voidedBy = line.voidedBy === null ? undefined : bySequence.get(line.voidedBy)
    return {
      id: `money-${line.sequence}`,
      at: line.recordedAt,
      kind: "money",
      text: lineText(line, naming),
      details: [],
      staffId: line.staffId,
      role: null,
      deviceId: bySequence.get(line.sequence)?.intent.deviceId ?? null,
      players: line.playerId === null ? [] : [line.playerId],
      isWaiting: false,
      isLate: false,
      isOverruled: false,
      takenBackAt: voidedBy?.recordedAt ?? null,
      isSuperseded: !line.canBeVoided,
      source: { kind: "money", line },
    }
  })
}

function lineText(line: MoneyLine, naming: Naming): string {
  const what =
    line.voids !== null && line.kind === "void"
      ? t("money.tookBackLine", line.voids)
      : line.voids !== null && line.kind === "resolve"
        ? t("money.closedLine", line.voids)
        : staff(`kind.${line.kind}`)
  const parts = [
    what,
    ...(line.playerId === null ? [] : [naming.player(line.playerId)]),
    ...(line.amountCents === null ? [] : [naming.money(line.amountCents)]),
    ...(line.outcome === "accepted"
      ? []
      : [`${t(`money.${line.outcome}`)}: ${reasonText(line.reason ?? undefined)}`]),
  ]
  return `${parts.join(" · ")} (#${line.sequence})`
}

/** What of the money has no line yet. */
export function waitingMoneyRows(
  items: readonly Queued[],
  owners: Parameters<typeof playerOf>[1],
  naming: Naming,
): Row[] {
  return items
    .filter(isWaiting)
    .map(({ intent }) => {
      const player = playerOf(intent, owners)
      const amount = amountOf(intent, undefined)
      return {
        id: `waiting-${intent.id}`,
        // By the device's clock, as the Leaf would tell it.
        at: Math.min(intent.at, leafNow()),
        kind: "money" as const,
        text: [
          staff(`kind.${intent.kind}`),
          ...(player === null ? [] : [naming.player(player)]),
          ...(amount === null ? [] : [naming.money(amount)]),
        ].join(" · "),
        details: [],
        staffId: intent.staffId,
        role: null,
        deviceId: intent.deviceId,
        players: player === null ? [] : [player],
        isWaiting: true,
        isLate: false,
        isOverruled: false,
        takenBackAt: null,
        isSuperseded: true,
        source: null,
      }
    })
    .toReversed()
}
