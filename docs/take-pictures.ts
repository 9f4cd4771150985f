import { millis } from "../schemas/units.ts"
import { demoDurationMs, playDemo } from "../cli/demo/demo.ts"
import { LeafClient } from "../cli/leaf-client.ts"
import { PHONE, SCREEN, section, signIn, TABLET, TestBrowser } from "../tests/support/browser.ts"
import { PIN, TestLeaf } from "../tests/support/leaf.ts"

/**
 * Takes the pictures of the README from the running app: `npm run pictures`. A demo night is played
 * up to its middle, as `npm start` does.
 */
const leaf = await new TestLeaf().start()
const ticket = await playDemo(new LeafClient(leaf.url), {
  pin: PIN,
  startedAt: millis(Date.now() - demoDurationMs()),
})
const browser = await TestBrowser.launch()
const path = (name: string) => ({ path: `${import.meta.dirname}/images/${name}.png` })

const tablet = await browser.open(`${leaf.url}/operator`, TABLET)
await signIn(tablet, PIN)
await section(tablet, "Floor")
await tablet.getByRole("region", { name: "Table 1" }).waitFor()
await tablet.screenshot(path("operator"))
await section(tablet, "Money")
await tablet.getByText("The books balance").waitFor()
await tablet.screenshot(path("money"))

const screen = await browser.open(`${leaf.url}/display/main`, SCREEN)
await screen.getByRole("list", { name: "Prizes" }).waitFor()
await screen.screenshot(path("display"))

const phone = await browser.open(`${leaf.url}/player#${ticket}`, PHONE)
await phone.getByText(/^Table \d+, seat \d+$/).waitFor()
await phone.screenshot(path("phone"))

await browser.close()
await leaf.stop()
