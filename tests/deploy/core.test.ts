import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { test } from "uvu"
import * as assert from "uvu/assert"
import * as v from "valibot"
import { parseAllDocuments } from "yaml"
import { readConfig, SETTINGS } from "../../core/config.ts"
import { CORE_ROLE } from "../../core/roles.ts"
import { temporaryFolder } from "../support/folder.ts"

/** No container runs here: this is what can be held against the code that it would run. */
const FOLDER = fileURLToPath(new URL("../../deploy/core/", import.meta.url))
const ROOT = fileURLToPath(new URL("../../", import.meta.url))
const read = (name: string) => readFileSync(FOLDER + name, "utf8")
const YAML_FILES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".yaml"),
)

/** The documents of a file, with its anchors put in. */
const documents = (name: string): unknown[] =>
  parseAllDocuments(read(name), { merge: true, strict: true }).map((each) => {
    assert.equal(each.errors, [], name)
    return each.toJS() as unknown
  })

const Variables = v.array(
  v.object({
    name: v.string(),
    value: v.optional(v.string()),
    valueFrom: v.optional(
      v.object({
        secretKeyRef: v.optional(v.object({ name: v.string(), key: v.string() })),
      }),
    ),
  }),
)
const Limits = v.object({ cpu: v.string(), memory: v.string() })
const Container = v.object({
  name: v.string(),
  image: v.string(),
  env: v.optional(Variables, []),
  resources: v.object({ requests: Limits, limits: Limits }),
  securityContext: v.object({
    allowPrivilegeEscalation: v.literal(false),
    readOnlyRootFilesystem: v.literal(true),
  }),
})
const Workload = v.object({
  kind: v.picklist(["Deployment", "StatefulSet"]),
  metadata: v.object({ name: v.string() }),
  spec: v.object({
    replicas: v.pipe(v.number(), v.minValue(2)),
    template: v.object({
      metadata: v.object({ labels: v.object({ app: v.string() }) }),
      spec: v.object({
        automountServiceAccountToken: v.literal(false),
        securityContext: v.object({ runAsNonRoot: v.literal(true) }),
        containers: v.array(Container),
      }),
    }),
  }),
})
const Service = v.object({
  image: v.string(),
  environment: v.optional(v.record(v.string(), v.string()), {}),
  secrets: v.optional(v.array(v.string()), []),
  deploy: v.object({
    resources: v.object({ limits: v.object({ cpus: v.string(), memory: v.string() }) }),
  }),
})
const Compose = v.object({ services: v.record(v.string(), Service) })

const compose = v.parse(v.tuple([Compose]), documents("compose.yaml"))[0]
const workloads = YAML_FILES.filter((name) => name.startsWith("kubernetes/"))
  .flatMap(documents)
  .flatMap((each) => (v.is(v.object({ kind: Workload.entries.kind }), each) ? [each] : []))
  .map((each) => v.parse(Workload, each))
const containers = workloads.flatMap(({ spec }) => spec.template.spec.containers)

/** The secrets as they are made, once for all tests. */
const secrets = temporaryFolder()
execFileSync(
  process.execPath,
  [`${FOLDER}make-secrets.mjs`, secrets, "postgres", "pgbouncer", "nats-1", "nats-2", "nats-3"],
  { stdio: "pipe" },
)

test("Core starts with the settings of the containers, and knows each by its name", () => {
  const core = compose.services["core"]?.environment ?? {}
  const inCompose = Object.entries(core).map(([name, value]): [string, string] => [
    name,
    value.replace("/run/secrets/", `${secrets}/`).replace(/\$\{FELT_HUB[^}]*\}/, "hub.example"),
  ])
  const { env = [] } = containers.find(({ name }) => name === "core") ?? {}
  const inKubernetes = env.map(({ name, value, valueFrom }): [string, string] => [
    name,
    value ?? readFileSync(`${secrets}/${valueFrom?.secretKeyRef?.key}`, "utf8"),
  ])
  for (const given of [inCompose, inKubernetes]) {
    assert.ok(given.length >= 6)
    for (const [name] of given) assert.ok(SETTINGS.includes(name), `${name} is a setting`)
    const { hub, databaseUrl, databaseOwnerUrl } = readConfig(Object.fromEntries(given))
    assert.is(hub.cluster?.replicas, 3)
    assert.is(String(hub.cluster?.options.servers).split(",").length, 3)
    // Through the pooler, as the role that can bypass nothing; past it for what makes tables.
    assert.match(databaseUrl ?? "", new RegExp(`^postgres://${CORE_ROLE}:.+@pgbouncer:6432/`))
    assert.match(databaseOwnerUrl ?? "", /@postgres:5432\//)
  }
})

test("the image's settings are settings, it is nobody's in particular, and it holds what Core imports", () => {
  const dockerfile = read("Dockerfile")
  const [, given = ""] = /^ENV (.*)$/m.exec(dockerfile) ?? []
  for (const [, name = ""] of given.matchAll(/(\w+)=/g))
    assert.ok(name === "NODE_ENV" || SETTINGS.includes(name), `${name} is a setting`)
  assert.match(dockerfile, /^USER 65534:65534$/m)
  const copied = [...dockerfile.matchAll(/^COPY (\S+) \1$/gm)].map(([, name = ""]) => name)
  for (const name of copied) {
    assert.ok(existsSync(ROOT + name), name)
    assert.ok(read("Dockerfile.dockerignore").includes(`!${name}\n`), `${name} is not left out`)
  }
  const imports = execFileSync(
    "git",
    ["grep", "-hoE", 'from "\\.\\.?/[^"]+"', "--", ...copied.map((name) => `${name}/*.ts`)],
    { cwd: ROOT, encoding: "utf8" },
  )
  const folders = [...imports.matchAll(/\.\.\/([\w-]+)\/[\w-]+\.ts|\.\.\/\.\.\/([\w-]+)\//g)]
    .map(([, near, far]) => far ?? near ?? "")
    .filter((name) => existsSync(ROOT + name) && name !== "http")
  assert.ok(folders.length > 100)
  const left = [...new Set(folders)].filter((name) => !copied.includes(name))
  assert.equal(left, [])
})

test("every image is one release and no other, and has its limits", () => {
  const images = [
    ...Object.values(compose.services).map(({ image }) => image),
    ...containers.map(({ image }) => image),
    ...[...read("Dockerfile").matchAll(/^FROM (\S+)/gm)].map(([, image = ""]) => image),
  ]
  assert.ok(images.length >= 11)
  for (const image of images) assert.match(image, /:v?\d+\.\d+(\.\d+)?(-[\w.-]+)?$/, image)
  const [, node] = /FROM node:([\d.]+)/.exec(read("Dockerfile")) ?? []
  const { devDependencies } = v.parse(
    v.object({ devDependencies: v.object({ node: v.string() }) }),
    JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")),
  )
  assert.is(node, devDependencies.node)
})

test("no secret is in the repository, and none that was made can be guessed or read by others", () => {
  const committed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "deploy/core"], {
    cwd: ROOT,
    encoding: "utf8",
  }).split("\n")
  for (const file of committed.filter(Boolean))
    assert.not.match(
      readFileSync(ROOT + file, "utf8"),
      /postgres:\/\/\w+:\w+@|\bSA[A-Z2-7]{50,}|PRIVATE KEY|password:\s*["']?\w{12,}/,
      file,
    )
  const made = readdirSync(secrets)
  for (const name of made) assert.is(statSync(`${secrets}/${name}`).mode & 0o077, 0, name)
  const before = made.map((name) => readFileSync(`${secrets}/${name}`, "utf8"))
  const again = spawnSync(
    process.execPath,
    [`${FOLDER}make-secrets.mjs`, secrets, "postgres", "pgbouncer", "nats-1"],
    { encoding: "utf8" },
  )
  assert.is(again.status, 0, again.stderr)
  assert.equal(
    made.map((name) => readFileSync(`${secrets}/${name}`, "utf8")),
    before,
  )
})

test("every workload has a policy that says who may talk to it, and the rest may not", () => {
  const Policy = v.object({
    metadata: v.object({ name: v.string() }),
    spec: v.object({
      podSelector: v.object({ matchLabels: v.optional(v.object({ app: v.string() })) }),
    }),
  })
  const policies = documents("kubernetes/network-policies.yaml").map((each) =>
    v.parse(Policy, each),
  )
  assert.ok(policies.some(({ metadata }) => metadata.name === "nobody"))
  for (const { spec } of workloads) {
    const { app } = spec.template.metadata.labels
    assert.ok(
      policies.some((each) => each.spec.podSelector.matchLabels?.app === app),
      app,
    )
  }
})

test("the resources that are named are there", () => {
  const Kustomization = v.object({ resources: v.array(v.string()) })
  const [{ resources }] = v.parse(v.tuple([Kustomization]), documents("kustomization.yaml"))
  assert.equal(
    resources.toSorted(),
    YAML_FILES.filter((name) => name.startsWith("kubernetes/")).toSorted(),
  )
})

test.run()
