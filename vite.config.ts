import { createHash } from "node:crypto"
import * as fs from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { flavors } from "@catppuccin/palette"
import { solidStart } from "@solidjs/start/config"
import tailwindcss from "@tailwindcss/vite"
import { build, defineConfig, type Plugin } from "vite"

/** The pages that are no part of the app, each with what it is called and where it begins. */
const PAGES = [
  { name: "display", entry: "app/entry-display.tsx" },
  { name: "player", entry: "app/entry-phone.tsx" },
]
/** The owner's page is Core's, in a folder of its own: no Leaf carries it, and no device keeps it. */
const OWNER = { name: "index", entry: "app/entry-owner.tsx" }

/**
 * Latte's colours as text on Latte's light grounds: the same hues, darkened until they read at 4.5:1
 * and more, and the grounds the other way round, so that what stands out does so in the light as well.
 */
const INK = {
  crust: "#e6e9ef",
  mantle: "#f4f5f8",
  base: "#ffffff",
  surface0: "#e2e5ec",
  surface1: "#ccd0da",
  surface2: "#bcc0cc",
  subtext0: "#51546b",
  subtext1: "#41445c",
  text: "#1f2136",
  lavender: "#3b46c4",
  green: "#1f6b13",
  yellow: "#7a4b00",
  peach: "#a33a00",
  teal: "#0b5a60",
  red: "#930a29",
}

/**
 * Builds `app/` into `dist/client`: a static shell (one `index.html` for every address), its
 * hashed assets, the service worker, and `csp.json`, from which the Leaf makes its
 * Content-Security-Policy; and the owner's page into `dist/owner`. `FELT_BUILD` names the build; the
 * page compares it with the Leaf's.
 */
export default defineConfig({
  publicDir: "app/public",
  define: {
    "import.meta.env.VITE_FELT_BUILD": JSON.stringify(process.env["FELT_BUILD"] ?? "dev"),
  },
  // What Yjs prints with: in the form for browsers it drags a library for the page and its own schema
  // language along, 5 kB of the first load.
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: { groups: inLayers() },
            // What the bundler adds to a layer's name is all that import it.
            chunkFileNames: ({ name }) => `_build/assets/${name.split("~")[0]}-[hash].js`,
          },
        },
      },
    },
  },
  resolve: { alias: { "lib0/logging": resolve("node_modules/lib0/logging.node.js") } },
  plugins: [
    palette(),
    tailwindcss(),
    solidStart({ appRoot: "./app", routeDir: "./routes", ssr: false, devOverlay: false }),
    shell(),
  ],
})

const OPERATOR = "operator/[...section].tsx"
const idOfRoute = (file: string) => resolve("app/routes", `${file}?pick=default&pick=$css&lang.tsx`)

type Graph = (id: string) => { importedIds: readonly string[] } | null
type Layer = "start" | "guests" | "keypad" | "desk"

/**
 * Makes one file of what is always fetched together: the start of every page, the operator's keypad,
 * and the desk behind it. Else they are dozens, and each costs a request and its name wherever it is
 * imported. What the screens and the phones use as well stays in files of its own.
 */
function inLayers() {
  let layers: Map<string, Layer> | null = null
  const only = (layer: Layer) => (id: string, context: { getModuleInfo: Graph }) => {
    layers ??= layersOf((each) => context.getModuleInfo(each))
    return layers.get(id) === layer ? layer : null
  }
  return [
    { debugName: "start", name: only("start"), priority: 4 },
    { debugName: "guests", name: only("guests"), priority: 3, entriesAware: true },
    { debugName: "keypad", name: only("keypad"), priority: 2 },
    { debugName: "desk", name: only("desk"), priority: 1 },
  ]
}

/** For whom each module is there first: a layer stands on those before it. */
function layersOf(graph: Graph): Map<string, Layer> {
  const layers = new Map<string, Layer>()
  const add = (id: string, layer: Layer): void => {
    if (layers.has(id)) return
    const module = graph(id)
    if (!module) throw new Error(`The build has no module ${id}, of which a file is made.`)
    layers.set(id, layer)
    for (const each of module.importedIds) add(each, layer)
  }
  add(resolve("app/entry-client.tsx"), "start")
  for (const file of fs.readdirSync("app/routes", { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".tsx") && file !== OPERATOR) add(idOfRoute(file), "guests")
  add(idOfRoute(OPERATOR), "keypad")
  add(resolve("app/features/venue/workplace.tsx"), "desk")
  return layers
}

/** By the device's own setting, on pages that go by it; the others are dark, as the room is. */
const byDevice = (lines: string): string =>
  `@media (prefers-color-scheme: light) {\n:root:has(.by-device) {\n  color-scheme: light;\n${lines}\n}\n}\n`

/** `virtual:palette.css`: Catppuccin as CSS variables, so the palette's code is not shipped. */
function palette(): Plugin {
  const id = "virtual:palette.css"
  const resolved = `\0${id}`
  const linesOf = (colors: readonly (readonly [string, string])[]) =>
    colors.map(([name, hex]) => `  --ctp-${name}: ${hex};`).join("\n")
  const mocha = linesOf(flavors.mocha.colorEntries.map(([name, { hex }]) => [name, hex]))
  const latte = linesOf([
    ...flavors.latte.colorEntries.map(([name, { hex }]) => [name, hex] as const),
    ...Object.entries(INK),
  ])
  return {
    name: "felt:palette",
    resolveId: (source) => (source === id ? resolved : undefined),
    load: (source) =>
      source === resolved
        ? `:root {\n  color-scheme: dark;\n${mocha}\n}\n${byDevice(latte)}`
        : undefined,
  }
}

/** After the build proper: the shell, its script hashes and the service worker, in that order. */
function shell(): Plugin {
  return {
    name: "felt:shell",
    buildApp: {
      order: "post",
      async handler(builder) {
        const { root } = builder.config
        const out = resolve(root, "dist/client")
        const html = await renderShell(root)
        fs.writeFileSync(resolve(out, "index.html"), html)
        fs.writeFileSync(resolve(out, "csp.json"), JSON.stringify({ scriptHashes: hashes(html) }))
        fs.rmSync(resolve(out, ".vite"), { recursive: true, force: true })
        for (const page of PAGES) await bundlePage(root, out, html, builder.config.plugins, page)
        await bundleServiceWorker(root, out)
        const worker = resolve(out, "sw.js")
        const listed = fs.readFileSync(worker, "utf8")
        const filled = listed.replace("self.FELT_PHONE", JSON.stringify(filesOfPhone(out)))
        if (filled === listed) throw new Error("The worker has no place for the phones' files.")
        fs.writeFileSync(worker, filled)
        await injectPrecache(out)
        await bundleOwner(root, html, builder.config.plugins)
      },
    },
  }
}

/** SolidStart writes no `index.html` by itself: its server build is asked for one page. */
async function renderShell(root: string): Promise<string> {
  const server = pathToFileURL(resolve(root, "dist/server/entry-server.js")).href
  const { default: app } = await import(server)
  const response: Response = await app.fetch(new Request("http://localhost/"))
  const html = await response.text()
  if (response.status !== 200 || !html.includes('id="app"'))
    throw new Error(`The shell could not be rendered: the app answered ${response.status}.`)
  if (/\sstyle=|<style/.test(html))
    throw new Error("The shell holds an inline style, which the Leaf's CSP would refuse.")
  return html
}

/** The CSP sources of the shell's inline scripts; none as long as SolidStart needs none. */
const hashes = (html: string): string[] =>
  [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `sha256-${createHash("sha256")
        .update(script ?? "")
        .digest("base64")}`,
  )

const PAGE_PLUGINS = ["solid", "felt:palette"]

/**
 * A page of its own for the screens on the wall, and one for the players' phones: beside the app they
 * would share the chunks that the app needs whole. The shell is the app's, with the page's own script
 * and style.
 */
async function bundlePage(
  root: string,
  out: string,
  shellHtml: string,
  plugins: readonly Plugin[],
  { name, entry }: typeof OWNER,
): Promise<void> {
  const built = await build({
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    base: "/",
    define: {
      "import.meta.env.VITE_FELT_BUILD": JSON.stringify(process.env["FELT_BUILD"] ?? "dev"),
    },
    // The compiler of the app's own components, as SolidStart has set it up.
    plugins: [plugins.filter((each) => PAGE_PLUGINS.includes(each.name)), tailwindcss()],
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      assetsDir: "_build/assets",
      rolldownOptions: {
        input: { [name]: resolve(root, entry) },
      },
    },
  })
  const files = [built].flat().flatMap((each) => ("output" in each ? each.output : []))
  const script = files.find((file) => file.type === "chunk" && file.isEntry)?.fileName
  const style = files.find(({ fileName }) => fileName.endsWith(".css"))?.fileName
  if (!script || !style) throw new Error(`The page ${name} was built without script or style.`)
  const head = `<link href="/${style}" rel="stylesheet"><script type="module" src="/${script}"></script>`
  const html = shellHtml
    .replaceAll(/<link href="[^"]*" rel="(?:stylesheet|modulepreload)" ?\/?>/g, "")
    .replaceAll(/<script[^>]*><\/script>/g, "")
    .replace("</head>", `${head}</head>`)
  fs.writeFileSync(resolve(out, `${name}.html`), html)
}

async function bundleOwner(
  root: string,
  shellHtml: string,
  plugins: readonly Plugin[],
): Promise<void> {
  const out = resolve(root, "dist/owner")
  fs.rmSync(out, { recursive: true, force: true })
  fs.mkdirSync(out, { recursive: true })
  const html = shellHtml.replace(/<link[^>]*rel="manifest"[^>]*>/, "")
  await bundlePage(root, out, html, plugins, OWNER)
  fs.copyFileSync(resolve(root, "app/public/felt.svg"), resolve(out, "felt.svg"))
}

async function bundleServiceWorker(root: string, out: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "es2022",
      rolldownOptions: {
        input: resolve(root, "app/sw.ts"),
        output: { format: "iife", entryFileNames: "sw.js", codeSplitting: false },
      },
    },
  })
}

/** Every file that the phones' page may ask for, as the worker's list of all files names them. */
function filesOfPhone(out: string): string[] {
  const assets = "_build/assets"
  const read = (name: string) => fs.readFileSync(resolve(out, name), "utf8")
  const found = new Set(["player.html", "felt.svg", "manifest.webmanifest"])
  const add = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    if (!name.endsWith(".js")) return
    for (const [, other] of read(name).matchAll(
      /["'`](?:\.\/|_build\/assets\/)([\w.-]+\.(?:js|css))["'`]/g,
    ))
      add(`${assets}/${other}`)
  }
  for (const [, name = ""] of read("player.html").matchAll(/"\/(_build\/assets\/[^"]+)"/g))
    add(name)
  return [...found]
}

async function injectPrecache(out: string): Promise<void> {
  const { injectManifest } = await import("workbox-build")
  const { warnings } = await injectManifest({
    swSrc: resolve(out, "sw.js"),
    swDest: resolve(out, "sw.js"),
    globDirectory: out,
    globPatterns: ["*.html", "manifest.webmanifest", "*.svg", "_build/assets/*.{js,css}"],
    globIgnores: ["**/sw.js"],
    dontCacheBustURLsMatching: /^_build\/assets\//,
  })
  for (const warning of warnings) console.warn(warning)
}
