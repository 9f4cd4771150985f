import { spawnSync } from "node:child_process"
import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { temporaryFolder } from "../support/folder.ts"
import { runIfThere } from "../support/tools.ts"

const FOLDER = fileURLToPath(new URL("../../deploy/display/", import.meta.url))
const INSTALLED = "/usr/local/lib/felt/"
const UNITS = readdirSync(FOLDER).filter((name) => /\.(service|timer)$/.test(name))
/** The set-up brings it where it can. */
const SHELLCHECK = process.env["FELT_SHELLCHECK"] ?? "shellcheck"
const SCRIPTS = ["felt-display", "install.sh"]
const read = (name: string) => readFileSync(FOLDER + name, "utf8")

/** What stands in a unit's section under a key, each time that it does. */
const values = (name: string, key: string): string[] =>
  [...read(name).matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value = ""]) => value)

test("the units are as systemd understands them", () => {
  const folder = temporaryFolder()
  for (const script of SCRIPTS) {
    copyFileSync(FOLDER + script, `${folder}/${script}`)
    chmodSync(`${folder}/${script}`, 0o755)
  }
  // Where they will be installed there is nothing here: systemd looks for what they start.
  for (const unit of UNITS)
    writeFileSync(`${folder}/${unit}`, read(unit).replaceAll(INSTALLED, `${folder}/`))
  const verified = runIfThere("systemd-analyze", [
    "verify",
    "--man=no",
    ...UNITS.map((unit) => `${folder}/${unit}`),
  ])
  if (!verified) return
  // Of other units of this machine it may complain as well.
  const complaints = verified.words
    .split("\n")
    .filter((line) => line.includes(folder) || /felt-/.test(line))
  assert.equal(complaints, [])
})

test("the shell understands the scripts, and finds in them no mistake that it knows", () => {
  for (const script of SCRIPTS) {
    const parsed = spawnSync("sh", ["-n", FOLDER + script], { encoding: "utf8" })
    assert.is(parsed.status, 0, parsed.stderr)
    assert.match(read(script), /^#!\/bin\/sh\n(#.*\n)+set -eu\n/, "it stops at the first failure")
    assert.ok(statSync(FOLDER + script).mode & 0o111, `${script} can be run`)
    const checked = runIfThere(SHELLCHECK, [FOLDER + script])
    if (checked) assert.is(checked.status, 0, checked.words)
  }
})

test("a screen comes back for ever, is watched, and cannot take the device's memory", () => {
  const unit = "felt-display.service"
  assert.equal(values(unit, "Restart"), ["always"])
  assert.equal(values(unit, "StartLimitIntervalSec"), ["0"])
  assert.equal(values(unit, "WantedBy"), ["multi-user.target"])
  const [seconds = "0"] = values(unit, "WatchdogSec")
  const pulse = Number(/while sleep (\d+)/.exec(read("felt-display"))?.[1])
  assert.ok(pulse > 0 && pulse * 3 < Number(seconds), "three pulses may be lost before it counts")
  const megabytes = (key: string) => Number(/^(\d+)M$/.exec(values(unit, key)[0] ?? "")?.[1])
  assert.ok(megabytes("MemoryHigh") < megabytes("MemoryMax"))
  assert.ok(megabytes("MemoryMax") <= 400, "512 MB have to hold the system as well")
})

test("the installer puts every file of the folder where the units look for it", () => {
  const installer = read("install.sh")
  for (const name of readdirSync(FOLDER)) {
    if (name === "install.sh" || name === "display.env.example") continue
    assert.ok(installer.includes(name), `${name} is installed`)
  }
  const [environment = ""] = values("felt-display.service", "EnvironmentFile")
  assert.ok(installer.includes(`>${environment}`))
  for (const start of UNITS.flatMap((unit) => values(unit, "ExecStart")))
    assert.ok(start.startsWith(INSTALLED) || start.startsWith("/usr/bin/systemctl "), start)
})

test("without its settings the screen's script says what to do, and starts nothing", () => {
  const run = (environment: Record<string, string>) =>
    spawnSync(`${FOLDER}felt-display`, {
      env: { PATH: "/usr/bin:/bin", ...environment },
      encoding: "utf8",
    })
  const [unset, unknown] = [
    run({}),
    run({ FELT_URL: "http://leaf", STATE_DIRECTORY: temporaryFolder(), FELT_BROWSER: "lynx" }),
  ]
  assert.match(unset.stderr, /Set FELT_URL in \/etc\/felt\/display\.env/)
  assert.is.not(unset.status, 0)
  assert.match(unknown.stderr, /FELT_BROWSER is "lynx": set it to cog or chromium/)
  assert.is(unknown.status, 2)
})

test("a browser that is started is shown the address, keeps its state, and takes the script along", () => {
  const folder = temporaryFolder()
  // In the place of WPE WebKit: a program of that name that says how it was started.
  writeFileSync(`${folder}/cog`, '#!/bin/sh\necho "$HOME $*"\nexit 7\n')
  chmodSync(`${folder}/cog`, 0o755)
  const { status, stdout } = spawnSync(`${FOLDER}felt-display`, {
    env: {
      PATH: `${folder}:/usr/bin:/bin`,
      FELT_URL: "http://leaf/display",
      STATE_DIRECTORY: folder,
    },
    encoding: "utf8",
  })
  assert.is(status, 7)
  assert.match(stdout, new RegExp(`^${folder} .*--platform=drm .*http://leaf/display\n$`))
})

test.run()
