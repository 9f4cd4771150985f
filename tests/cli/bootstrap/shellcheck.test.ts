import { chmodSync, writeFileSync } from "node:fs"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { findShellcheck } from "../../../cli/bootstrap/shellcheck.mjs"
import { temporaryFolder } from "../../support/folder.ts"

const cannot = () => Promise.reject(new Error("The archive does not answer."))

test("one that is named or on the PATH is used as it is, and nothing is fetched", async () => {
  const folder = temporaryFolder()
  const own = `${folder}/shellcheck`
  writeFileSync(own, "#!/bin/sh\n")
  chmodSync(own, 0o755)
  const named = { environment: { FELT_SHELLCHECK: own }, folder: temporaryFolder(), fetch: cannot }
  assert.is(await findShellcheck(named), own)
  assert.is(await findShellcheck({ ...named, environment: { PATH: `/nowhere:${folder}` } }), own)
})

test("where there is nothing under the name that was given, that is said", async () => {
  const environment = { FELT_SHELLCHECK: "/nowhere/shellcheck" }
  await findShellcheck({ environment }).then(
    () => assert.unreachable("it was found"),
    (error: unknown) => assert.match(String(error), /names \/nowhere\/shellcheck, where there is/),
  )
})

test("where none can be had one sentence says how to get one, and the tests go on without", async () => {
  const said: string[] = []
  const found = await findShellcheck({
    environment: {},
    folder: temporaryFolder(),
    fetch: cannot,
    say: (words) => said.push(words),
  })
  assert.is(found, null)
  assert.is(said.length, 1)
  assert.match(said[0] ?? "", /no shellcheck: put it on the PATH .*\nThe archive does not answer\./)
})

test.run()
