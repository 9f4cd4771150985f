// @refresh reload
import { render } from "solid-js/web"
import App from "./app.tsx"
import { registerServiceWorker } from "./data/service-worker.ts"
import { byWorkbox } from "./data/workbox.ts"

// Not `mount` from @solidjs/start/client: that module drags the dev toolbar's 17 kB of CSS along.
const root = document.getElementById("app")
if (!root) throw new Error('The page has no element with the id "app".')
render(() => <App />, root)
registerServiceWorker(byWorkbox("app"))
