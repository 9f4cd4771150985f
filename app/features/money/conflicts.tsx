import { createMemo, createSignal, For, Show } from "solid-js"
import * as v from "valibot"
import type { RaisedConflict } from "../../../domain/ledger.ts"
import { EntryId } from "../../../schemas/ids.ts"
import type { IntentOf } from "../../../schemas/intent.ts"
import { useDesk } from "../../data/desk-context.ts"
import { newId } from "../../data/device.ts"
import { Icon } from "../../ui/icon.tsx"
import { LookOnly } from "../../ui/look-only.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { say } from "../../ui/toasts.tsx"
import { locale } from "../../words/language.ts"
import { t as tp } from "../../words/people.ts"
import { t } from "../../words/staff.ts"
import { type Effect, effectOf, replacementsFor, type Side, sidesOf } from "./conflict-view.ts"
import { createMoney } from "./money-format.ts"
import { reasonText } from "./reasons.ts"

/** What two devices cannot both be right about, each with both sides, until a person closes it. */
export function Conflicts() {
  const { desk } = useDesk()
  const open = () => desk.account()?.conflicts ?? []
  return (
    <Show when={open().length > 0}>
      <section class="grid gap-3" aria-label={t("conflict.title")}>
        <h2 class="flex items-center gap-2 text-lg font-semibold text-red">
          <Icon name="warning" class="size-6" />
          {t("conflict.title")}
        </h2>
        <For each={open()}>{(conflict) => <ConflictCard conflict={conflict} />}</For>
      </section>
    </Show>
  )
}

type Choice = Pick<IntentOf<"resolve">, "resolution" | "reason">
const ACCEPT: Choice = { resolution: { kind: "accept" }, reason: "happened_so" }
const TWICE: Choice = { resolution: { kind: "drop" }, reason: "written_twice" }
const NEVER: Choice = { resolution: { kind: "drop" }, reason: "never_happened" }

function ConflictCard(props: { conflict: RaisedConflict }) {
  const { desk, acts } = useDesk()
  const [isChoosing, setChoosing] = createSignal(false)
  const sides = () => sidesOf(props.conflict, desk.ledger.lines())
  const isOnItsWay = () =>
    desk
      .pending()
      .some(
        ({ intent }) => intent.kind === "resolve" && intent.conflict === props.conflict.sequence,
      )
  const close = async (choice: Choice) => {
    setChoosing(false)
    const undo = await acts.closeConflict(props.conflict.sequence, choice)
    const label = { label: t("app.undo"), run: () => undo?.() }
    say(t("conflict.closing", props.conflict.sequence), undo ? label : null)
  }
  return (
    <article
      class="card grid gap-4 border border-red/60 p-4"
      aria-label={t("conflict.line", props.conflict.sequence)}
    >
      <p class="font-semibold text-pretty">{reasonText(props.conflict.reason)}</p>
      <div class="grid gap-3 sm:grid-cols-2">
        <SideCard title={t("conflict.asked")} side={sides().asked} />
        <For each={sides().against}>
          {(side) => <SideCard title={t("conflict.against")} side={side} />}
        </For>
      </div>
      <LookOnly when={!desk.may.ask("resolve")} text={tp("only.conflict")} />
      <Show when={!isOnItsWay()} fallback={<p class="text-subtext0">{t("conflict.waiting")}</p>}>
        <div class="grid gap-2 sm:grid-cols-2">
          <ChoiceButton
            conflict={props.conflict}
            choice={ACCEPT}
            label={t("conflict.accept")}
            onChoose={close}
          />
          <ChoiceButton
            conflict={props.conflict}
            choice={TWICE}
            label={t("conflict.twice")}
            onChoose={close}
          />
          <ChoiceButton
            conflict={props.conflict}
            choice={NEVER}
            label={t("conflict.never")}
            onChoose={close}
          />
          <button
            class="button min-h-16"
            disabled={!desk.may.ask("resolve")}
            onClick={() => setChoosing(true)}
          >
            {t("conflict.instead")}
          </button>
        </div>
      </Show>
      <Show when={isChoosing()}>
        <InsteadSheet
          conflict={props.conflict}
          onClose={() => setChoosing(false)}
          onChoose={close}
        />
      </Show>
    </article>
  )
}

function SideCard(props: { title: string; side: Side }) {
  const { desk } = useDesk()
  const money = createMoney()
  return (
    <section class="grid content-start gap-1 rounded-xl bg-surface0/60 p-3">
      <h3 class="eyebrow">
        {props.title} · #{props.side.sequence}
      </h3>
      <p class="text-lg font-semibold">
        {t(`kind.${props.side.kind}`)}
        <Show when={props.side.amountCents !== null}> {money(props.side.amountCents ?? 0)}</Show>
      </p>
      <Show when={props.side.playerId}>{(id) => <p>{desk.players.nameOf(id())}</p>}</Show>
      <p class="text-sm text-subtext0">
        {new Date(props.side.at).toLocaleTimeString(locale(), {
          hour: "2-digit",
          minute: "2-digit",
        })}
        {" · "}
        {desk.staff.isMe(props.side.staffId)
          ? t("money.you")
          : desk.staff.nameOf(props.side.staffId)}
        {" · "}
        {t("conflict.device", props.side.deviceId.slice(-4))}
      </p>
      <p class="text-sm text-subtext0">{t("conflict.seen", props.side.seen)}</p>
    </section>
  )
}

/** A way to close the conflict, and what it would do to the books: told before it is taken. */
function ChoiceButton(props: {
  conflict: RaisedConflict
  choice: Choice
  label: string
  onChoose: (choice: Choice) => void
}) {
  const { desk } = useDesk()
  const effect = createMemo(() => effectOf(desk.ledger.state(), props.conflict, props.choice))
  return (
    <button
      class="button min-h-16 flex-col items-start gap-0.5 text-left"
      disabled={effect().kind === "impossible" || !desk.may.ask("resolve")}
      onClick={() => props.onChoose(props.choice)}
    >
      <span class="font-semibold">{props.label}</span>
      <span class="text-sm font-normal text-pretty text-subtext0">
        <EffectText effect={effect()} />
      </span>
    </button>
  )
}

function EffectText(props: { effect: Effect }) {
  const money = createMoney()
  const text = () => {
    const { effect } = props
    switch (effect.kind) {
      case "nothing":
        return t("conflict.nothing")
      case "impossible":
        return reasonText(effect.reason)
      case "moves":
        return [
          ...(effect.poolCents === 0 ? [] : [t("conflict.pool", money(effect.poolCents))]),
          ...(effect.bountyCents === 0 ? [] : [t("conflict.bounties", money(effect.bountyCents))]),
          ...(effect.unallocatedCents === 0
            ? []
            : [t("conflict.unallocated", money(effect.unallocatedCents))]),
        ].join(" ")
    }
  }
  return <>{text()}</>
}

/** What happened instead, for the same money. Only what the rules allow is offered. */
function InsteadSheet(props: {
  conflict: RaisedConflict
  onClose: () => void
  onChoose: (choice: Choice) => void
}) {
  const { desk } = useDesk()
  const newEntryId = v.parse(EntryId, newId())
  const choices = createMemo(() => {
    const entries = [...(desk.account()?.entries.values() ?? [])].filter(({ isVoid }) => !isVoid)
    return replacementsFor(props.conflict, entries, newEntryId)
      .map(({ replacement, playerId }) => ({
        playerId,
        kind: replacement.kind,
        choice: {
          resolution: { kind: "instead" as const, replacement },
          reason: "meant_otherwise" as const,
        },
      }))
      .filter(
        ({ choice }) => effectOf(desk.ledger.state(), props.conflict, choice).kind === "moves",
      )
  })
  return (
    <Sheet
      isOpen
      onClose={props.onClose}
      title={t("conflict.insteadTitle")}
      subtitle={t("conflict.insteadText")}
      closeLabel={t("app.close")}
    >
      <div class="grid gap-2">
        <For each={choices()} fallback={<p class="text-subtext0">{t("conflict.insteadNone")}</p>}>
          {(each) => (
            <button
              class="button min-h-14 justify-between"
              onClick={() => props.onChoose(each.choice)}
            >
              <span>{desk.players.nameOf(each.playerId)}</span>
              <span class="text-subtext0">{t(`kind.${each.kind}`)}</span>
            </button>
          )}
        </For>
      </div>
    </Sheet>
  )
}
