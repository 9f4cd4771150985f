import { createHash, X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { tlsFiles } from "../../leaf/tls/authority.ts"
import { CHROMIUM, hasOwnCopy, signIn, TABLET, TestBrowser } from "../support/browser.ts"
import { folderWithAuthority } from "../support/https.ts"
import { PIN, TestLeaf } from "../support/leaf.ts"

const data = await folderWithAuthority()
const leaf = await new TestLeaf({ FELT_DATA: data }).start()
const { publicKey } = new X509Certificate(readFileSync(tlsFiles(data).certificate))
const key = publicKey.export({ type: "spki", format: "der" })
/** Trusts this one key, as a device that was made to trust the authority does. */
const trusting = `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`
const browser = await TestBrowser.launch(CHROMIUM, [trusting])

test("over https the app opens, signs in, and keeps its own copy on the device", async () => {
  assert.match(leaf.url, /^https:/)
  const page = await browser.open(`${leaf.url}/operator`, TABLET)
  await signIn(page, PIN)
  await hasOwnCopy(page)
  assert.ok(await page.evaluate(() => isSecureContext))
  assert.equal(browser.errors, [])
})

test.after(async () => {
  await browser.close()
  await leaf.stop()
})
test.run()
