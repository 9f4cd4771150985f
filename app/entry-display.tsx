import "virtual:palette.css"
import "./app.css"
import { render } from "solid-js/web"
import { registerServiceWorker } from "./data/service-worker.ts"
import { Display } from "./features/display/display.tsx"

/**
 * The page of a screen on the wall: a bundle of its own (vite.config.ts), so that a small computer
 * loads what its screen needs and nothing of the app.
 */
const root = document.getElementById("app")
if (!root) throw new Error('The page has no element with the id "app".')
const [, id = ""] = /^\/display\/([^/]*)/.exec(location.pathname) ?? []
render(() => <Display id={id === "" ? null : id} />, root)
registerServiceWorker()
