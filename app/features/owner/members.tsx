import { createSignal, For, Show } from "solid-js"
import * as v from "valibot"
import type { Member, MemberRole } from "../../../schemas/owner.ts"
import { Refused } from "../../data/errors.ts"
import { askOwner, tellOwner } from "../../data/owner-session.ts"
import { Icon } from "../../ui/icon.tsx"
import { say } from "../../ui/toasts.tsx"
import { t } from "../../words/owner.ts"
import { invitationAddress, signInAddress } from "./addresses.ts"
import { createAsked } from "./asked.ts"
import { createDeed, Problem, Sure, Waiting } from "./deed.tsx"
import { useOwner } from "./desk.ts"
import { PageTitle } from "./page-title.tsx"
import { problemOf } from "./problem.ts"
import { Code, Secret } from "./secret.tsx"
import { MembersAnswer } from "./who.ts"

/** Who signs in here, what they may do, and how another is let in. */
export function Members() {
  const desk = useOwner()
  const { answer, problem, load } = createAsked(() => "/api/members", MembersAnswer)
  const [isInviting, setInviting] = createSignal(false)
  return (
    <>
      <PageTitle title={t("page.members")}>
        <Show when={!isInviting()}>
          <button class="button button-primary" onClick={() => setInviting(true)}>
            <Icon name="plus" />
            {t("members.invite")}
          </button>
        </Show>
      </PageTitle>
      <Show when={isInviting()}>
        <Invite onChange={() => void load()} onDone={() => setInviting(false)} />
      </Show>
      <Show when={answer()} fallback={<Waiting problem={problem()} onAgain={() => void load()} />}>
        {(known) => (
          <ul class="card divide-y divide-surface0">
            <For each={known().members}>
              {(member) => <MemberRow member={member} onChange={() => void load()} />}
            </For>
          </ul>
        )}
      </Show>
      <section class="card grid gap-2 p-5">
        <h2 class="font-semibold">{t("members.address")}</h2>
        <Code text={signInAddress(desk.session().tenantId)} />
      </section>
    </>
  )
}

const ROLES: readonly MemberRole[] = ["owner", "viewer"]

/** A name and a role, then the link, shown once. */
function Invite(props: { onChange: () => void; onDone: () => void }) {
  const [name, setName] = createSignal("")
  const [role, setRole] = createSignal<MemberRole>("viewer")
  const [link, setLink] = createSignal<string | null>(null)
  const deed = createDeed((error) =>
    error instanceof Refused && error.status === 422
      ? t("members.taken", name().trim())
      : problemOf(error),
  )
  const invite = () =>
    deed.carryOut(async () => {
      const body = { name: name().trim(), role: role() }
      const answer = v.object({ invitation: v.string() })
      const { invitation } = await askOwner("/api/members", answer, { method: "POST", body })
      setLink(invitationAddress(invitation))
      props.onChange()
    })
  return (
    <section class="card grid gap-4 p-5" aria-label={t("members.invite")}>
      <Show
        when={link()}
        fallback={
          <form
            class="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault()
              if (name().trim() !== "") void invite()
            }}
          >
            <label class="field-label">
              {t("members.name")}
              <input
                ref={(element) => queueMicrotask(() => element.focus())}
                class="field"
                autocomplete="off"
                maxlength="80"
                required
                value={name()}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            </label>
            <fieldset class="grid gap-2 sm:grid-cols-2">
              <legend class="mb-1.5 text-sm font-medium text-subtext1">{t("members.role")}</legend>
              <For each={ROLES}>
                {(each) => (
                  <label class="choice flex min-h-14 items-start gap-3 p-3">
                    <input
                      type="radio"
                      name="role"
                      class="mt-1 accent-lavender"
                      checked={role() === each}
                      onChange={() => setRole(each)}
                    />
                    <span>
                      <span class="block font-semibold">{t(`role.${each}`)}</span>
                      <span class="block text-sm text-subtext0">{t(`members.${each}Text`)}</span>
                    </span>
                  </label>
                )}
              </For>
            </fieldset>
            <Problem text={deed.problem()} />
            <div class="flex flex-wrap gap-2">
              <button
                class="button button-primary"
                disabled={deed.isBusy() || name().trim() === ""}
              >
                {t("members.makeLink")}
              </button>
              <button type="button" class="button button-quiet" onClick={() => props.onDone()}>
                {t("app.cancel")}
              </button>
            </div>
          </form>
        }
      >
        {(address) => (
          <Secret
            title={t("members.link", name().trim())}
            text={t("members.linkText")}
            secret={address()}
            done={t("members.linkDone")}
            onDone={() => props.onDone()}
          />
        )}
      </Show>
    </section>
  )
}

function MemberRow(props: { member: Member; onChange: () => void }) {
  const desk = useOwner()
  const [isRemoving, setRemoving] = createSignal(false)
  const deed = createDeed((error) =>
    error instanceof Refused && error.status === 422 ? t("members.lastOwner") : problemOf(error),
  )
  const path = () => `/api/members/${props.member.memberId}`
  const isMe = () => props.member.memberId === desk.session().memberId
  const other = (): MemberRole => (props.member.role === "owner" ? "viewer" : "owner")
  const change = () =>
    deed.carryOut(async () => {
      const role = other()
      await tellOwner(path(), { method: "POST", body: { role } })
      say(t(role === "owner" ? "members.nowOwner" : "members.nowViewer", props.member.name))
      props.onChange()
    })
  const remove = () =>
    deed.carryOut(async () => {
      await tellOwner(path(), { method: "DELETE" })
      say(t("members.removed", props.member.name))
      props.onChange()
    })
  return (
    <li class="grid gap-3 px-5 py-3">
      <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p class="min-w-0 grow">
          <span class="flex flex-wrap items-center gap-2">
            <span class="truncate font-semibold">{props.member.name}</span>
            <Show when={isMe()}>
              <span class="pill text-green">{t("members.you")}</span>
            </Show>
            <Show when={!props.member.hasJoined}>
              <span class="pill">{t("members.invited")}</span>
            </Show>
          </span>
          <span class="block text-sm text-subtext0">{t(`role.${props.member.role}`)}</span>
        </p>
        <Show when={!isMe()}>
          <div class="flex flex-wrap gap-2">
            <button
              class="button"
              disabled={deed.isBusy()}
              aria-label={`${t(other() === "owner" ? "members.makeOwner" : "members.makeViewer")}: ${props.member.name}`}
              onClick={() => void change()}
            >
              {t(other() === "owner" ? "members.makeOwner" : "members.makeViewer")}
            </button>
            <button
              class="button button-danger"
              aria-expanded={isRemoving()}
              aria-label={t("members.removeGo", props.member.name)}
              onClick={() => setRemoving((is) => !is)}
            >
              {t("members.remove")}
            </button>
          </div>
        </Show>
      </div>
      <Show when={isRemoving()} fallback={<Problem text={deed.problem()} />}>
        <Sure
          text={t("members.removeText", props.member.name)}
          go={t("members.removeGo", props.member.name)}
          deed={deed}
          onGo={() => void remove()}
          onCancel={() => setRemoving(false)}
        />
      </Show>
    </li>
  )
}
