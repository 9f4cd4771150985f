import { spawnSync } from "node:child_process"
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
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

const ROOT = fileURLToPath(new URL("../../", import.meta.url))
const FOLDER = `${ROOT}deploy/leaf/`
const UNITS = readdirSync(FOLDER).filter((name) => name.endsWith(".service"))
/** What is started by itself; the rest is part of it. */
const PROGRAMS = ["install.sh", "felt", "felt-settle"]
/** The set-up brings it where it can. */
const SHELLCHECK = process.env["FELT_SHELLCHECK"] ?? "shellcheck"
/** The unit as it is must stay at or below this; systemd calls everything below 2 well. */
const MOST_EXPOSED = 2
const KEY = "A7D2E8C1-5B64-4F0E-9D37-0C1B2A39F4E5"
const read = (name: string) => readFileSync(FOLDER + name, "utf8")

/** The units as on the box, but for where the programs lie that they start: those are not here. */
function unitsHere(): string[] {
  const folder = temporaryFolder()
  for (const name of ["node", "felt", "felt-settle"])
    writeFileSync(`${folder}/${name}`, "#!/bin/sh\n", { mode: 0o755 })
  return UNITS.map((unit) => {
    const text = read(unit).replaceAll(
      /\/usr\/local\/(lib\/felt|bin)\/|\/opt\/felt\/current\/bin\//g,
      `${folder}/`,
    )
    writeFileSync(`${folder}/${unit}`, text)
    return `${folder}/${unit}`
  })
}

test("the units are as systemd understands them, and leave the Leaf little to do harm with", () => {
  const units = unitsHere()
  const verified = runIfThere("systemd-analyze", ["verify", "--man=no", ...units])
  if (!verified) return
  // Of other units of this machine it may complain as well.
  assert.equal(
    verified.words.split("\n").filter((line) => /felt/.test(line)),
    [],
  )
  for (const unit of units) {
    const weighed = runIfThere("systemd-analyze", ["security", "--offline=true", unit])
    const [, figure] = /exposure level for \S+: ([\d.]+)/.exec(weighed?.words ?? "") ?? []
    if (figure === undefined) console.log("this systemd cannot weigh a unit that is not installed")
    else if (unit.endsWith("felt-leaf.service")) assert.ok(Number(figure) <= MOST_EXPOSED, figure)
  }
})

test("the Leaf is stopped in order and comes back for ever, and has its disk or does not start", () => {
  const value = (key: string) =>
    new RegExp(`^${key}=(.*)$`, "m").exec(read("felt-leaf.service"))?.[1]
  assert.is(value("Restart"), "always")
  assert.is(value("StartLimitIntervalSec"), "0")
  // The Leaf itself ends its nats-server, last: only what is left over is ended for it.
  assert.is(value("KillMode"), "mixed")
  assert.ok(Number(value("TimeoutStopSec")) >= 20, "as long as whoever else starts a Leaf waits")
  assert.is(value("AssertPathIsMountPoint"), "/srv/felt")
  assert.is(value("ReadWritePaths"), "/srv/felt/data")
  assert.is(value("MemorySwapMax"), "0")
  assert.ok(Number(value("LimitNOFILE")) >= 65_536)
})

test("the shell understands the scripts, and finds in them no mistake that it knows", () => {
  for (const name of [...PROGRAMS, "lib.sh", ...globSync("steps/*.sh", { cwd: FOLDER })]) {
    const parsed = spawnSync("sh", ["-n", FOLDER + name], { encoding: "utf8" })
    assert.is(parsed.status, 0, parsed.stderr)
    assert.match(read(name), /^#!\/bin\/sh\n(#.*\n)+set -eu\n/, "it stops at the first failure")
  }
  for (const name of PROGRAMS) assert.ok(statSync(FOLDER + name).mode & 0o111, `${name} can be run`)
  const args = ["--external-sources", "--check-sourced"]
  const checked = runIfThere(SHELLCHECK, [...args, ...PROGRAMS.map((name) => FOLDER + name)])
  if (checked) assert.is(checked.status, 0, checked.words)
})

test("the firewall's rules are as nftables understands them", () => {
  if (process.getuid?.() !== 0) return console.log("not root: nft cannot check rules here")
  const checked = runIfThere("nft", ["--check", "--file", `${FOLDER}files/nftables.conf`])
  if (checked) assert.is(checked.status, 0, checked.words)
})

test("the installer puts every file of the folder where it belongs", () => {
  const steps = [...globSync("steps/*.sh", { cwd: FOLDER })].map(read).join("")
  for (const name of globSync("{felt*,*.example,files/*}", { cwd: FOLDER }))
    assert.ok(steps.includes(`"$here/${name}"`), `${name} is installed`)
  for (const step of globSync("steps/*.sh", { cwd: FOLDER }))
    assert.ok(read("install.sh").includes(step), `${step} is run`)
})

type Tree = { name: string; type: string; fstype: string | null; children?: Tree[] }
const disk = (name: string): Tree => ({ name, type: "disk", fstype: null })
const luks = (name: string): Tree => ({
  name: `${name}p1`,
  type: "part",
  fstype: "crypto_LUKS",
  children: [disk(name)],
})
const crypt = (name: string, children: Tree[]): Tree => ({
  name,
  type: "crypt",
  fstype: "ext4",
  children,
})
const ENCRYPTED = crypt("felt-data", [luks("nvme0n1")])

type Box = { root: string; run: (...args: string[]) => { status: number | null; words: string } }

/**
 * An empty Debian in a folder. What writes users, folders and units into it is systemd's own. In the
 * place of the programs that would speak of this machine instead are such as print what the real ones
 * do on a box: `lsblk` and `findmnt` of util-linux 2.38, `dpkg-query` and `apt-get` of Debian 12,
 * `netbird` 0.60. Their answers are written down in the form that their sources and manuals give; the
 * machines that run these tests have no device mapper to take them from.
 */
function emptyBox(options: { tree?: Tree | null; mode?: string; fstab?: string } = {}): Box {
  const {
    tree = ENCRYPTED,
    mode = "data=ordered",
    fstab = "# <file system> <mount point>\n",
  } = options
  const [root, programs] = [temporaryFolder(), temporaryFolder()]
  const write = (path: string, text: string) => {
    mkdirSync(`${root}${path}`.replace(/\/[^/]*$/, ""), { recursive: true })
    writeFileSync(root + path, text)
  }
  write("/etc/fstab", fstab)
  write("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n")
  write("/etc/group", "root:x:0:\n")
  write("/etc/machine-id", "\n")
  write("/proc/fs/ext4/dm-0/options", `rw\nbarrier\n${mode}\nnoauto_da_alloc\n`)
  for (const unit of ["systemd-timesyncd.service", "nftables.service", "apt-daily-upgrade.timer"])
    write(`/usr/lib/systemd/system/${unit}`, "[Install]\nWantedBy=sysinit.target\n")
  const program = (name: string, script: string) => {
    writeFileSync(`${programs}/${name}`, `#!/bin/sh\n${script}\n`)
    chmodSync(`${programs}/${name}`, 0o755)
  }
  const found = { source: "/dev/mapper/felt-data", fstype: "ext4", options: "rw,noatime" }
  program(
    "lsblk",
    tree
      ? `cat <<E\n${JSON.stringify({ blockdevices: [{ kname: "dm-0", ...tree }] })}\nE`
      : "exit 32",
  )
  program("findmnt", `cat <<E\n${JSON.stringify({ filesystems: [found] })}\nE`)
  program(
    "dpkg-query",
    `[ "$1" = --show ] && grep -qw -- "$4" ${root}/packages 2>/dev/null && printf installed || exit 1`,
  )
  program("apt-get", `echo "$*" >>${root}/packages`)
  program(
    "netbird",
    `if [ "$1" = status ]; then cat ${root}/netbird 2>/dev/null || exit 1; exit; fi
echo "$*" >>${root}/netbird-was-told; cat "$3" >/dev/null
mkdir -p ${root}/sys/class/net/wt0; echo '{"daemonStatus":"Connected"}' >${root}/netbird`,
  )
  return {
    root,
    run(...args) {
      const { status, stdout, stderr } = spawnSync(
        "sh",
        [`${FOLDER}install.sh`, "--root", root, ...args],
        { encoding: "utf8", env: { PATH: `${programs}:${process.env["PATH"]}` }, input: KEY },
      )
      return { status, words: stdout + stderr }
    },
  }
}

/** Everything below a folder with its rights and contents. */
const picture = (folder: string): string[] =>
  globSync("**", { cwd: folder })
    .toSorted()
    .map((name) => {
      const { mode, mtimeMs, ino } = statSync(`${folder}/${name}`, { throwIfNoEntry: false }) ?? {}
      return `${name} ${mode} ${mtimeMs} ${ino}`
    })

const hasTools = ["jq", "systemctl", "systemd-sysusers", "systemd-tmpfiles"].every((tool) =>
  runIfThere(tool, ["--version"]),
)
if (!hasTools) console.log("the installer is not run here: it needs Debian's own tools")

const lvm = (children: Tree[]): Tree => ({
  name: "felt-data",
  type: "lvm",
  fstype: "ext4",
  children,
})
if (hasTools)
  for (const [name, box, expected] of [
    ["there is no disk", { tree: null }, /There is no \/dev\/mapper\/felt-data: make and open/],
    ["a plain disk", { tree: lvm([disk("sda")]) }, /not on LUKS in all its parts/],
    [
      "a volume of which one part is plain",
      { tree: lvm([crypt("one", [luks("sda")]), disk("sdb")]) },
      /not on LUKS in all its parts/,
    ],
    [
      "encrypted without LUKS, so with a key that nobody can change",
      { tree: crypt("felt-data", [disk("sda")]) },
      /not on LUKS in all its parts/,
    ],
    ["data that is written in any order", { mode: "data=writeback" }, /not mounted with data=ord/],
    [
      "a disk that is mounted in another way",
      { fstab: "UUID=12-34 /srv/felt ext4 defaults,data=journal 0 2\n" },
      /\/etc\/fstab mounts \/srv\/felt in another way/,
    ],
  ] as const)
    test(`the installer goes no further: ${name}`, () => {
      const { root, run } = emptyBox(box)
      const before = picture(root)
      const { status, words } = run("--without-ssh")
      assert.is(status, 1, words)
      assert.match(words, expected)
      // Only the line in fstab may have come before the mount was looked at.
      const changed = picture(root).filter((line) => !before.includes(line))
      assert.ok(
        changed.every((line) => line.startsWith("etc/fstab ")),
        changed.join("\n"),
      )
    })

if (hasTools)
  test("a volume whose every part is encrypted will do", () => {
    const tree = lvm([crypt("one", [luks("sda")]), crypt("two", [luks("sdb")])])
    const { status, words } = emptyBox({ tree }).run("--dry-run", "--without-ssh")
    assert.is(status, 0, words)
  })

if (hasTools && process.getuid?.() === 0)
  test("a dry run changes nothing; a run makes the box; the next one has nothing to do", () => {
    const { root, run } = emptyBox()
    const empty = picture(root)
    const dry = run("--dry-run", "--without-ssh")
    assert.is(dry.status, 0, dry.words)
    assert.match(dry.words, /would: apt-get install .*nftables/)
    assert.match(dry.words, /would: install .*felt-leaf\.service/)
    assert.match(dry.words, /\n\d\d changes would be made; nothing was touched\.\n$/)
    assert.equal(picture(root), empty)

    const made = run("--without-ssh")
    assert.is(made.status, 0, made.words)
    assert.is(
      /(\d+) changes were made/.exec(made.words)?.[1],
      /(\d+) changes would/.exec(dry.words)?.[1],
      "a dry run says all that is done",
    )
    assert.match(readFileSync(`${root}/etc/passwd`, "utf8"), /\nfelt:.*:\/usr\/sbin\/nologin\n/)
    assert.is(statSync(`${root}/srv/felt/data`).mode & 0o777, 0o700)
    assert.is.not(statSync(`${root}/srv/felt/data`).uid, 0)
    assert.is(statSync(`${root}/etc/felt/leaf.env`).mode & 0o777, 0o600)
    for (const unit of ["felt-leaf.service", "felt-settle.service", "nftables.service"])
      assert.ok(
        globSync(`etc/systemd/system/*.wants/${unit}`, { cwd: root }).length === 1,
        `${unit} starts with the box`,
      )
    const whole = picture(root)
    const again = run("--without-ssh")
    assert.match(again.words, /Nothing to change: the box is as it should be\.\n$/)
    assert.equal(picture(root), whole)

    // What a person has set stays; what was changed by mistake is put right.
    writeFileSync(`${root}/etc/felt/leaf.env`, "FELT_PORT=8443\n")
    writeFileSync(`${root}/etc/nftables.conf`, "# open\n")
    assert.match(run("--without-ssh").words, /\n1 changes were made\.\n$/)
    assert.is(readFileSync(`${root}/etc/felt/leaf.env`, "utf8"), "FELT_PORT=8443\n")
  })

if (hasTools && process.getuid?.() === 0)
  test("the key of the overlay network is no argument, is never shown, and is gone afterwards", () => {
    const { root, run } = emptyBox()
    const file = `${temporaryFolder()}/key`
    writeFileSync(file, `${KEY}\n`)
    assert.match(run().words, /in no overlay network, and ssh is let in over that alone/)
    const dry = run("--dry-run", "--netbird-key", file)
    assert.is(dry.status, 0, dry.words)
    assert.ok(existsSync(file) && !existsSync(`${root}/netbird-was-told`))
    const joined = run("--netbird-key", file)
    assert.is(joined.status, 0, joined.words)
    assert.not.ok(existsSync(file))
    const told = readFileSync(`${root}/netbird-was-told`, "utf8")
    assert.is(told, `up --setup-key-file ${file}\n`)
    const everything = picture(root).map((line) => line.split(" ")[0] ?? "")
    for (const name of everything.filter((each) =>
      statSync(`${root}/${each}`, { throwIfNoEntry: false })?.isFile(),
    ))
      assert.not.ok(readFileSync(`${root}/${name}`, "utf8").includes(KEY), name)
    assert.not.ok(`${dry.words}${joined.words}`.includes(KEY))
    // Once in, a key from standard input is not used either.
    assert.match(
      run("--netbird-key", "-").words,
      /already: the key was not used[^]*Nothing to change/,
    )
    assert.is(readFileSync(`${root}/netbird-was-told`, "utf8"), told)
  })

test.run()
