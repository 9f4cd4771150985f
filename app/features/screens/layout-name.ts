import { readyOf } from "../../../domain/ready-layouts.ts"
import type { Layout } from "../../../schemas/documents/layouts.ts"
import { t } from "../../words/layouts.ts"

/** What a layout is called: the venue's own as somebody named it, Felt's in the language of this device. */
export function layoutName({ id, name }: Pick<Layout, "id" | "name">): string {
  const ready = readyOf(id)
  return ready === null ? name : t(`layout.${ready}`)
}
