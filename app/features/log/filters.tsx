import { createMemo, For } from "solid-js"
import type { PlayerId } from "../../../schemas/ids.ts"
import type { DevicesAnswer } from "../../../schemas/log.ts"
import { useDesk } from "../../data/desk-context.ts"
import { Icon } from "../../ui/icon.tsx"
import { locale } from "../../words/language.ts"
import { t } from "../../words/log.ts"
import { deviceName, staffName } from "./names.ts"
import { type Filter, kinds, type Row } from "./rows.ts"

/** Narrows the log: by words, by who, on which device, about whom, and what sort of act. */
export function Filters(props: {
  filter: Filter
  rows: readonly Row[]
  devices: DevicesAnswer["devices"]
  onFilter: (filter: Filter) => void
}) {
  const { desk } = useDesk()
  const set = (part: Partial<Filter>) => props.onFilter({ ...props.filter, ...part })
  const people = createMemo(() => {
    const roles = new Map(props.rows.map(({ staffId, role }) => [staffId, role]))
    for (const { staffId, role } of props.rows) if (role !== null) roles.set(staffId, role)
    return [...roles].map(([id, role]) => ({ id, name: staffName(id, role, desk.staff) }))
  })
  const devices = createMemo(() =>
    [...new Set(props.rows.flatMap(({ deviceId }) => deviceId ?? []))].map((id) => ({
      id,
      name: deviceName(id, props.devices),
    })),
  )
  const players = createMemo(() =>
    [...new Set<PlayerId>(props.rows.flatMap((row) => row.players))]
      .map((id) => ({ id, name: desk.players.nameOf(id) }))
      .toSorted((a, b) => a.name.localeCompare(b.name, locale())),
  )
  return (
    <div class="grid grid-cols-2 gap-2 md:grid-cols-[2fr_1fr_1fr_1fr_1fr]" role="search">
      <label class="relative col-span-2 min-w-0 md:col-span-1">
        <span class="sr-only">{t("log.search")}</span>
        <Icon
          name="search"
          class="pointer-events-none absolute top-1/2 left-3 size-5 -translate-y-1/2 text-subtext0"
        />
        <input
          type="search"
          class="field pl-10"
          placeholder={t("log.search")}
          autocomplete="off"
          spellcheck={false}
          value={props.filter.text}
          onInput={(event) => set({ text: event.currentTarget.value })}
        />
      </label>
      <Choice
        label={t("log.person")}
        all={t("log.everybody")}
        value={props.filter.staffId}
        options={people()}
        onChoose={(staffId) => set({ staffId })}
      />
      <Choice
        label={t("log.device")}
        all={t("log.everyDevice")}
        value={props.filter.deviceId}
        options={devices()}
        onChoose={(deviceId) => set({ deviceId })}
      />
      <Choice
        label={t("log.player")}
        all={t("log.everyPlayer")}
        value={props.filter.playerId}
        options={players()}
        onChoose={(playerId) => set({ playerId })}
      />
      <Choice
        label={t("log.kind")}
        all={t("log.everyKind")}
        value={props.filter.kind}
        options={kinds.map((id) => ({ id, name: t(`log.kind.${id}`) }))}
        onChoose={(chosen) => set({ kind: kinds.find((kind) => kind === chosen) ?? "" })}
      />
    </div>
  )
}

function Choice(props: {
  label: string
  all: string
  value: string
  options: readonly { id: string; name: string }[]
  onChoose: (id: string) => void
}) {
  return (
    <label class="min-w-0">
      <span class="sr-only">{props.label}</span>
      <select
        class="field truncate"
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        <option value="">{props.all}</option>
        <For each={props.options}>
          {(option) => (
            <option value={option.id} selected={option.id === props.value}>
              {option.name}
            </option>
          )}
        </For>
      </select>
    </label>
  )
}
