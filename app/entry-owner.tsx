import "virtual:palette.css"
import "./app.css"
import "./features/owner/owner.css"
import { ErrorBoundary } from "solid-js"
import { render } from "solid-js/web"
import { Owner } from "./features/owner/owner.tsx"
import { Broken } from "./ui/broken.tsx"

// A page of its own, served by Core: without worker and documents, for it shows what Core has now.
const root = document.getElementById("app")
if (!root) throw new Error('The page has no element with the id "app".')
render(
  () => (
    <ErrorBoundary fallback={(error: unknown) => <Broken error={error} />}>
      <Owner />
    </ErrorBoundary>
  ),
  root,
)
