import { test } from "uvu"
import { MemoryDocumentStore } from "../../sync-server/document-store-memory.ts"
import { compactionContract, documentStoreContract } from "../contracts/document-store.ts"

for (const contract of [documentStoreContract, compactionContract])
  contract(test, () => Promise.resolve(new MemoryDocumentStore()))
test.run()
