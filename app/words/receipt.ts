import { translator } from "@solid-primitives/i18n"
import { language } from "./language.ts"
import { receiptDa } from "./receipt-da.ts"
import { receiptEn } from "./receipt-en.ts"

const words = { en: receiptEn, da: receiptDa }

/** The words of receipts, apart from the guests' others: no screen needs them. */
export const t = translator(() => words[language()])
