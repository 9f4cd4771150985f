import { Show } from "solid-js"
import { createPairing } from "../../data/pairing.ts"
import { Qr } from "./qr.tsx"
import { t } from "../../words/display.ts"

/** A screen that is nobody's yet: it shows the code by which the staff make it theirs. */
export function PairingFace(props: { onPaired: (token: string) => void }) {
  const { code, isLost } = createPairing((token) => props.onPaired(token))
  const spaced = (text: string) => `${text.slice(0, 3)} ${text.slice(3)}`
  return (
    <div class="screen">
      <div class="screen-alone">
        <Show
          when={isLost() ? null : code()}
          fallback={
            <>
              <img src="/felt.svg" alt="Felt" />
              <h1>{t("display.finding")}</h1>
            </>
          }
        >
          {(shown) => (
            <>
              <h1>{t("display.pair")}</h1>
              <div class="pair-box">
                <p class="pair-code" aria-label={shown()}>
                  {spaced(shown())}
                </p>
                <Qr
                  text={`${location.origin}/operator/screens?code=${shown()}`}
                  label={t("display.scan")}
                />
              </div>
              <p>{t("display.pairText")}</p>
            </>
          )}
        </Show>
      </div>
    </div>
  )
}
