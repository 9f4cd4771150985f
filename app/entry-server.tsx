// @refresh reload
import { createHandler, StartServer } from "@solidjs/start/server"

/** The one page of the app. Nothing inline: the Leaf serves it under a strict CSP. */
export default createHandler(() => (
  <StartServer
    document={({ assets, children, scripts }) => (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="theme-color" content="#11111b" />
          <meta name="description" content="Felt runs live poker tournaments in card rooms." />
          <link rel="icon" href="/felt.svg" type="image/svg+xml" />
          <link rel="manifest" href="/manifest.webmanifest" />
          <title>Felt</title>
          {assets}
        </head>
        <body>
          <div id="app">{children}</div>
          {scripts}
        </body>
      </html>
    )}
  />
))
