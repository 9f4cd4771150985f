/** What is left when a part of the page failed: says so, and offers the way back. */
export function Broken(props: { error: unknown }) {
  console.error(props.error)
  return (
    <div role="alert" class="grid min-h-[70dvh] place-content-center gap-4 p-8 text-center">
      <h1 class="text-2xl font-semibold">Felt stumbled. Nothing is lost.</h1>
      <p class="max-w-prose text-subtext1">
        What was recorded is with the Leaf; what was waiting is kept on this device. Load the page
        again to go on.
      </p>
      <p class="font-mono text-sm text-subtext0">
        {props.error instanceof Error ? props.error.message : String(props.error)}
      </p>
      <button class="button button-primary mx-auto" onClick={() => location.reload()}>
        Load again
      </button>
    </div>
  )
}
