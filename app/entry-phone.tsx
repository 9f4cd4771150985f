import "virtual:palette.css"
import "./app.css"
import { ErrorBoundary } from "solid-js"
import { render } from "solid-js/web"
import { registerServiceWorker } from "./data/service-worker.ts"
import { byWorkbox } from "./data/workbox.ts"
import { Phone } from "./features/phone/phone.tsx"
import { Broken } from "./ui/broken.tsx"

// A page of its own, without the router: a phone loads its own face and nothing else.
const root = document.getElementById("app")
if (!root) throw new Error('The page has no element with the id "app".')
render(
  () => (
    <ErrorBoundary fallback={(error: unknown) => <Broken error={error} />}>
      <Phone />
    </ErrorBoundary>
  ),
  root,
)
registerServiceWorker(byWorkbox("phone"))
