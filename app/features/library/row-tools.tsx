import { createSignal, For, Show } from "solid-js"
import { Icon, type IconName } from "../../ui/icon.tsx"
import { Sheet } from "../../ui/sheet.tsx"
import { t } from "../../words/library.ts"
import { t as staff } from "../../words/staff.ts"

/** What can be done with a row: beside it on a tablet, behind one button on a phone. */
export type RowTool = {
  icon: IconName
  /** In full, for who cannot see which row it is. */
  label: string
  /** In short, where the row is named above. */
  short: string
  isOff?: boolean
  /** Only behind the button: there is no room beside the row. */
  isRare?: boolean
  act: () => void
}

export function RowTools(props: { name: string; tools: readonly RowTool[] }) {
  const [isOpen, setOpen] = createSignal(false)
  return (
    <div class="flex justify-end">
      <For each={props.tools.filter(({ isRare }) => !isRare)}>
        {(tool) => (
          <button
            type="button"
            class="button button-quiet hidden px-0 md:inline-flex"
            aria-label={tool.label}
            title={tool.label}
            disabled={tool.isOff}
            onClick={() => tool.act()}
          >
            <Icon name={tool.icon} />
          </button>
        )}
      </For>
      <button
        type="button"
        class="button button-quiet px-0"
        classList={{ "md:hidden": props.tools.every(({ isRare }) => !isRare) }}
        aria-label={t("row.more", props.name)}
        onClick={() => setOpen(true)}
      >
        <Icon name="more" />
      </button>
      <Show when={isOpen()}>
        <Sheet
          isOpen
          onClose={() => setOpen(false)}
          title={props.name}
          closeLabel={staff("app.close")}
        >
          <div class="grid gap-2">
            <For each={props.tools}>
              {(tool) => (
                <button
                  type="button"
                  class="button min-h-14 justify-start"
                  disabled={tool.isOff}
                  onClick={() => {
                    setOpen(false)
                    tool.act()
                  }}
                >
                  <Icon name={tool.icon} />
                  {tool.short}
                </button>
              )}
            </For>
          </div>
        </Sheet>
      </Show>
    </div>
  )
}
