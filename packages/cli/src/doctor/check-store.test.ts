import type { Store } from "@mlops/core";
import { expect, test } from "vitest";

import { checkStore } from "./check-store.ts";

function storeWithSkew(skew: number): () => Promise<Store> {
  const describe = async () => ({
    driver: "mongodb",
    location: "mongodb://127.0.0.1:27017/mlops",
    version: "7.0",
    schemaVersion: 1,
    details: { topology: "standalone", clockSkewMilliseconds: skew },
  });
  return async () => ({ describe }) as unknown as Store;
}

test.each([
  [4000, ["ok"]],
  [-60_000, ["ok", "warning"]],
])("a server's clock %s ms away", async (skew, statuses) => {
  const checks = await checkStore(storeWithSkew(skew));
  expect(checks.map(({ status }) => status)).toEqual(statuses);
});
