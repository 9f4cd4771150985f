import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import { temporaryFolder } from "../support/folder.ts"
import { runIfThere } from "../support/tools.ts"

const FOLDER = fileURLToPath(new URL("../../deploy/leaf/", import.meta.url))
const UNITS = ["felt-backup.service", "felt-backup.timer"]
const read = (name: string) => readFileSync(FOLDER + name, "utf8")

/** What stands in a unit under a key, each time that it does. */
const values = (name: string, key: string): string[] =>
  [...read(name).matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value = ""]) => value)

test("the units of the backup are as systemd understands them", () => {
  const folder = temporaryFolder()
  // Where they will be installed there is nothing here: systemd looks for what they start.
  mkdirSync(`${folder}/bin`)
  writeFileSync(`${folder}/bin/felt`, "#!/bin/sh\n")
  chmodSync(`${folder}/bin/felt`, 0o755)
  for (const unit of UNITS)
    writeFileSync(`${folder}/${unit}`, read(unit).replaceAll("/usr/local/bin/", `${folder}/bin/`))
  const paths = UNITS.map((unit) => `${folder}/${unit}`)
  const verified = runIfThere("systemd-analyze", ["verify", "--man=no", ...paths])
  if (!verified) return
  const complaints = verified.words
    .split("\n")
    .filter((line) => line.includes(folder) || /felt-backup/.test(line))
  assert.equal(complaints, [])
  const [when = ""] = values("felt-backup.timer", "OnCalendar")
  assert.is(runIfThere("systemd-analyze", ["calendar", when])?.status, 0)
})

test("a backup is made every night, of a box that was off as well, by the command that a person has", () => {
  assert.equal(values("felt-backup.timer", "Persistent"), ["true"])
  assert.equal(values("felt-backup.timer", "WantedBy"), ["timers.target"])
  assert.equal(values("felt-backup.service", "Type"), ["oneshot"])
  assert.equal(values("felt-backup.service", "ExecStart"), ["/usr/local/bin/felt backup"])
  assert.equal(values("felt-backup.service", "User"), ["felt"])
  assert.equal(values("felt-backup.service", "Restart"), ["on-failure"])
  assert.equal(values("felt-backup.service", "StartLimitBurst"), ["3"], "and not for ever")
})

test("it may write to the data folder and to the disk for backups, and nowhere else", () => {
  const named = values("felt-backup.service", "Environment")
  const settings = Object.fromEntries(named.map((each) => each.split("=")))
  assert.equal(values("felt-backup.service", "ProtectSystem"), ["strict"])
  assert.equal(values("felt-backup.service", "ReadWritePaths"), [
    `${settings["FELT_DATA"]} -${settings["FELT_BACKUP_TO"]}`,
  ])
  // On a folder of the box's own disk the command itself refuses.
  assert.is(settings["FELT_BACKUP_SAME_DISK"], undefined)
})

test.run()
