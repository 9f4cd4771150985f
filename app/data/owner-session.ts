import { createSignal } from "solid-js"
import * as v from "valibot"
import { TenantId } from "../../schemas/ids.ts"
import { OwnerSession } from "../../schemas/owner.ts"
import { ask, call } from "./api.ts"
import { Refused } from "./errors.ts"

/** Who is signed in to Core, in this tab alone. */
const KEY = "felt.owner-session"
/** Whose members sign in with this browser; it is no secret. */
const ORGANISATION_KEY = "felt.organisation"

const Stored = v.pipe(v.string(), v.parseJson(), OwnerSession)

const [session, setSession] = createSignal<OwnerSession | null>(stored())
/** Whose session has just ended by itself: what is open stays, for them alone. */
const [ended, setEnded] = createSignal<OwnerSession | null>(null)

export { session as ownerSession, ended as endedSession }

/** The organisation that this browser knows: from the address that it was opened with, or from last time. */
export function knownOrganisation(): TenantId | null {
  const named = new URLSearchParams(location.search).get("organisation")
  const found = [named, localStorage.getItem(ORGANISATION_KEY)]
    .map((each) => v.safeParse(TenantId, each?.trim().toLowerCase()))
    .find(({ success }) => success)
  return found?.success ? found.output : null
}

/** @throws Refused with 401 or 429, or Unreachable */
export async function signInOwner(body: {
  tenantId: TenantId
  name: string
  password: string
}): Promise<void> {
  welcome(await ask("/api/sessions", OwnerSession, { method: "POST", body }))
}

/** Whoever was invited chooses a password. @throws Refused with 401 or 422, or Unreachable */
export async function acceptInvitation(invitation: string, password: string): Promise<void> {
  const body = { invitation, password }
  welcome(await ask("/api/invitations/accept", OwnerSession, { method: "POST", body }))
}

export function signOutOwner(): void {
  const token = session()?.token
  sessionStorage.removeItem(KEY)
  setEnded(null)
  setSession(null)
  if (token === undefined) return
  call("/api/sessions", { method: "DELETE", token }).catch((error: unknown) => {
    console.info("Core was not told of the signing out; the session ends by itself.", error)
  })
}

/** Asks Core as whoever is signed in; where it does not know them any more, they sign in anew. */
export async function askOwner<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  options: { method?: "GET" | "POST" | "DELETE"; body?: unknown } = {},
): Promise<v.InferOutput<Schema>> {
  return asOwner((token) => ask(path, schema, { ...options, token }))
}

/** The same, for an answer without a body. */
export async function tellOwner(
  path: string,
  options: { method: "POST" | "DELETE"; body?: unknown },
): Promise<void> {
  await asOwner((token) => call(path, { ...options, token }))
}

/** What Core has said is that this session is none any more. */
export function endOwnerSession(token: string): void {
  const own = session()
  if (own?.token !== token) return
  sessionStorage.removeItem(KEY)
  setEnded(own)
  setSession(null)
}

async function asOwner<T>(work: (token: string) => Promise<T>): Promise<T> {
  const token = session()?.token ?? ""
  try {
    return await work(token)
  } catch (error) {
    if (error instanceof Refused && error.status === 401) endOwnerSession(token)
    throw error
  }
}

function welcome(opened: OwnerSession): void {
  sessionStorage.setItem(KEY, JSON.stringify(opened))
  localStorage.setItem(ORGANISATION_KEY, opened.tenantId)
  setSession(opened)
  setEnded(null)
}

function stored(): OwnerSession | null {
  const parsed = v.safeParse(Stored, sessionStorage.getItem(KEY))
  return parsed.success ? parsed.output : null
}
