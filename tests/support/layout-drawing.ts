import type { Locator, Page } from "playwright-core"
import { venueLayouts } from "../../domain/screens.ts"
import { COLUMNS, type Layout, ROWS } from "../../schemas/documents/layouts.ts"
import type { Registers } from "../../schemas/documents/registers.ts"

/** The venue's only layout of its own, as its document has it. */
export function layoutOf(registers: Registers): Layout {
  const [layout] = venueLayouts(registers.all())
  if (!layout) throw new Error("The venue has drawn no layout.")
  return layout
}

/** Opens a layout of the venue's own to be drawn, from the overview of the screens. */
export async function openEditor(tablet: Page, name: string): Promise<void> {
  await tablet.getByRole("button", { name: `Edit: ${name}` }).click()
  await canvas(tablet).waitFor()
}

const canvas = (tablet: Page): Locator => tablet.getByRole("group", { name: "The layout" })

/** A part on a tablet's canvas by what it is called there, and by the size that it says it has. */
export const part = (tablet: Page, kind: string, size = ""): Locator =>
  canvas(tablet).getByRole("button", { name: new RegExp(`^${kind}, ${size}`) })

/** Takes hold of a part and drags it by so many squares, without letting go. */
export async function dragOf(tablet: Page, kind: string, squares: { x: number; y: number }) {
  const [box, board] = [await part(tablet, kind).boundingBox(), await canvas(tablet).boundingBox()]
  if (!box || !board) throw new Error(`${kind} is not on the canvas.`)
  const [x, y] = [box.x + box.width / 3, box.y + box.height / 3]
  await tablet.mouse.move(x, y)
  await tablet.mouse.down()
  const by = {
    x: (squares.x * board.width) / COLUMNS,
    y: (squares.y * board.height) / ROWS,
  }
  await tablet.mouse.move(x + by.x, y + by.y, { steps: 3 })
  return { letGo: () => tablet.mouse.up() }
}

type Placed = Pick<Layout["widgets"][number], "x" | "y" | "w" | "h">

const inWords = (placed: readonly Placed[]): string =>
  placed
    .map(({ x, y, w, h }) => `${w} × ${h} at ${x}, ${y}`)
    .toSorted()
    .join("; ")

/** Whether a layout's parts are where they are on the wall and on every tablet that draws it. */
export async function isOnAll(
  placed: readonly Placed[],
  wall: Page,
  tablets: readonly Page[],
): Promise<boolean> {
  const shown = await Promise.all([wallHas(wall), ...tablets.map(tabletHas)])
  const wanted = inWords(placed)
  return shown.every((each) => inWords(each) === wanted)
}

const wallHas = (wall: Page): Promise<Placed[]> =>
  wall.locator(".screen-board > [data-kind]").evaluateAll((parts) =>
    parts.map((each) => {
      const { gridColumnStart, gridColumnEnd, gridRowStart, gridRowEnd } = (each as HTMLElement)
        .style
      const squares = (text: string) => Number(/\d+/.exec(text)?.[0])
      return {
        x: squares(gridColumnStart) - 1,
        y: squares(gridRowStart) - 1,
        w: squares(gridColumnEnd),
        h: squares(gridRowEnd),
      }
    }),
  )

const tabletHas = async (tablet: Page): Promise<Placed[]> => {
  const names = await canvas(tablet)
    .getByRole("button")
    .evaluateAll((parts) => parts.map((each) => each.getAttribute("aria-label") ?? ""))
  return names.map((name) => {
    const [w = 0, h = 0, x = 0, y = 0] = [...name.matchAll(/\d+/g)].map(Number)
    return { x, y, w, h }
  })
}
