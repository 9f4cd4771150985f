import { createHash } from "node:crypto"
import { type Platform, PLATFORMS, TRUST_WORDS } from "./trust-words.ts"

/** Where the authority's certificate is downloaded. */
export const AUTHORITY_PATH = "/trust/felt-authority.crt"

const STYLE =
  "body{font:18px/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;max-width:40rem;color:#111;background:#fff}" +
  "a.button{display:inline-block;padding:.8rem 1.2rem;border-radius:.5rem;background:#14532d;color:#fff;text-decoration:none}" +
  "code{overflow-wrap:anywhere;font-size:1.1rem}summary{padding:.6rem 0;font-weight:600}"
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64")

/**
 * The page that helps a device to trust the venue's authority: in its own language, its own platform
 * first. It has no script.
 */
export function trustPage(asked: {
  language: string | null
  userAgent: string | null
  fingerprint: string
  /** Where the app is, once the device trusts. */
  address: string
}): Response {
  const language = languageOf(asked.language)
  const words = TRUST_WORDS[language]
  const own = platformOf(asked.userAgent)
  const others = PLATFORMS.filter((each) => each !== own)
  const steps = (platform: Platform) =>
    `<ol>${words.platforms[platform].steps.map((step) => `<li>${step}</li>`).join("")}</ol>`
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${words.title}</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${words.title}</h1><p>${words.why}</p>`,
    `<p><a class="button" href="${AUTHORITY_PATH}" download>${words.download}</a></p>`,
    `<p>${words.compare}</p><p><code>${asked.fingerprint}</code></p>`,
    own ? `<h2>${words.platforms[own].name}</h2>${steps(own)}` : "",
    `<h2>${words.others}</h2>`,
    ...others.map(
      (each) => `<details><summary>${words.platforms[each].name}</summary>${steps(each)}</details>`,
    ),
    `<p><a href="${asked.address}">${words.done}</a></p></main></body></html>`,
  ].join("\n")
  return new Response(html, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Language": language,
      "Cache-Control": "no-store",
      Vary: "Accept-Language, User-Agent",
      "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  })
}

/** The first of its languages that there is; English for any other. */
export function languageOf(accepted: string | null): "en" | "da" {
  const known = (accepted ?? "")
    .split(",")
    .map((each) => {
      const [name = "", weight = "q=1"] = each
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      return { name: name.split("-")[0], weight: Number(weight.replace("q=", "")) || 0 }
    })
    .filter(({ name, weight }) => (name === "en" || name === "da") && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  return known[0]?.name === "da" ? "da" : "en"
}

/** What a device is, as far as it says so; an iPad says that it is a Mac. */
export function platformOf(userAgent: string | null): Platform | null {
  const said = userAgent ?? ""
  if (/iPhone|iPad|iPod/.test(said)) return "apple"
  if (/Android/.test(said)) return "android"
  if (/CrOS/.test(said)) return "chromeos"
  if (/Windows/.test(said)) return "windows"
  return /Macintosh/.test(said) ? "mac" : null
}
