import { createMemo, createSignal, Show } from "solid-js"
import { endedSession, ownerSession } from "../../data/owner-session.ts"
import { Frame } from "./frame.tsx"
import { Invited, readInvitation } from "./invited.tsx"
import { SignIn } from "./sign-in.tsx"

/**
 * The owner's web. Whose sign-in runs out signs in over what they had open, which is still there; for
 * somebody else, or after signing out, everything begins anew.
 */
export function Owner() {
  const [invitation, setInvitation] = createSignal(readInvitation())
  const [isNew, setNew] = createSignal(false)
  const member = createMemo(() => ownerSession() ?? endedSession(), null, {
    equals: (a, b) => a?.memberId === b?.memberId,
  })
  return (
    <Show
      when={invitation()}
      fallback={
        <>
          <Show when={member()} keyed>
            {(known) => (
              <div hidden={ownerSession() === null}>
                <Frame session={known} isNew={isNew()} onNoted={() => setNew(false)} />
              </div>
            )}
          </Show>
          <Show when={ownerSession() === null}>
            <SignIn />
          </Show>
        </>
      }
    >
      {(token) => (
        <Invited
          invitation={token()}
          onDone={(isIn) => {
            history.replaceState(null, "", "/owner")
            setNew(isIn)
            setInvitation(null)
          }}
        />
      )}
    </Show>
  )
}
