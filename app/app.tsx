import "virtual:palette.css"
import "./app.css"
import { Router } from "@solidjs/router"
import { FileRoutes } from "@solidjs/start/router"
import { ErrorBoundary, Suspense } from "solid-js"
import { Broken } from "./ui/broken.tsx"

export default function App() {
  return (
    <Router
      root={(props) => (
        <ErrorBoundary fallback={(error: unknown) => <Broken error={error} />}>
          <Suspense>{props.children}</Suspense>
        </ErrorBoundary>
      )}
    >
      <FileRoutes />
    </Router>
  )
}
