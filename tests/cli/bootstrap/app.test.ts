import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { buildApp, hashSources } from "../../../cli/bootstrap/app.mjs"
import { temporaryFolder } from "../../support/folder.ts"

/** A project whose build is counted. */
function project() {
  const folder = temporaryFolder()
  mkdirSync(`${folder}/app/deep`, { recursive: true })
  writeFileSync(`${folder}/app/a.ts`, "1")
  writeFileSync(`${folder}/app/deep/b.ts`, "2")
  writeFileSync(`${folder}/outside.ts`, "3")
  const builds: string[] = []
  const build = (id: string) => Promise.resolve(builds.push(id))
  return { folder, builds, options: { folder, sources: ["app"], build } }
}

test("the hash changes with any content and any name, and with nothing else", () => {
  const { folder } = project()
  const first = hashSources(folder, ["app"])
  writeFileSync(`${folder}/outside.ts`, "4")
  writeFileSync(`${folder}/app/a.ts`, "1")
  assert.is(hashSources(folder, ["app"]), first)
  writeFileSync(`${folder}/app/deep/b.ts`, "3")
  const second = hashSources(folder, ["app"])
  assert.is.not(second, first)
  writeFileSync(`${folder}/app/deep/c.ts`, "")
  assert.is.not(hashSources(folder, ["app"]), second)
})

test("the app is built once, and again only when its sources changed", async () => {
  const { folder, builds, options } = project()
  await buildApp(options)
  await buildApp(options)
  assert.is(builds.length, 1)
  assert.is(readFileSync(`${folder}/dist/.built`, "utf8"), builds[0])
  writeFileSync(`${folder}/app/a.ts`, "changed")
  await buildApp(options)
  assert.is(builds.length, 2)
  assert.is.not(builds[1], builds[0])
})

test("two who want it at once build it once", async () => {
  const { builds, options } = project()
  await Promise.all([buildApp(options), buildApp(options)])
  assert.is(builds.length, 1)
})

test("a build that fails counts for nothing, not even for what was built before", async () => {
  const { folder, builds, options } = project()
  await buildApp(options)
  writeFileSync(`${folder}/app/a.ts`, "broken")
  const build = () => Promise.reject(new Error("does not parse"))
  await buildApp({ ...options, build }).then(
    () => assert.unreachable(),
    (error) => assert.is(error.message, "does not parse"),
  )
  assert.not(existsSync(`${folder}/dist/.built`))
  writeFileSync(`${folder}/app/a.ts`, "1")
  await buildApp(options)
  assert.is(builds.length, 2, "half a build may lie in dist/")
})

test.run()
