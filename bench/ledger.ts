import { TestLeaf } from "../tests/support/leaf.ts"
import { intent } from "../tests/support/intents.ts"
import { elapsedMs, type Figure } from "./figures.ts"

const RUNS = 5
const INTENTS = 200

/** How many intents a second are decided, durable in log and witness, projected and answered. */
export async function measureLedger(): Promise<Figure[]> {
  const leaf = await new TestLeaf().start()
  const client = await leaf.signIn()
  await client.record([intent("open-tournament"), intent("buy-in")])
  const rebuys = () => Array.from({ length: INTENTS }, () => intent("rebuy"))
  const rate = (ms: number) => (INTENTS / ms) * 1_000
  const [single, batched]: [number[], number[]] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    const one = rebuys()
    single.push(
      rate(
        await elapsedMs(async () => {
          for (const each of one) await client.record([each])
        }),
      ),
    )
    const many = rebuys()
    batched.push(rate(await elapsedMs(() => client.record(many))))
  }
  await leaf.stop()
  return [
    { name: "intents, one a request", unit: "per second", runs: single },
    { name: "intents, a hundred a request", unit: "per second", runs: batched },
  ]
}
