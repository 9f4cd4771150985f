import { renderSVG } from "uqr"
import * as v from "valibot"
import { route, type Route } from "./route.ts"

/** As much as a layout's text has, and the Leaf's address before it. */
const MOST_LETTERS = 300

/** QR codes for the screens, which so need no script of their own to draw them. */
export const qrRoute = (): Route =>
  route({
    method: "GET",
    path: "/api/qr",
    access: "public",
    summary: "A text as a QR code, an SVG picture: always dark on light, with its quiet zone.",
    query: v.object({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(MOST_LETTERS)) }),
    handle: ({ query }) =>
      new Response(renderSVG(query.text, { ecc: "M", border: 2 }), {
        headers: {
          "Content-Type": "image/svg+xml",
          "Cache-Control": "public, max-age=31536000, immutable",
          // Opened by itself it is a picture and nothing else.
          "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        },
      }),
  })
