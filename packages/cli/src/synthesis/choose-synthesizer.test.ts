import { expect, test } from "vitest";

import { runMlops, temporaryFolder } from "../testing/run-mlops.ts";

test.each([
  [["--scenario", "drift"], "loan-rules refuses its options"],
  [["--synthesizer", "corporate-loan", "--scenario", "drfit"], 'Did you mean "drift"?'],
  [["--model", "any.json", "--scenario", "drift"], "any.json has no scenarios"],
  [["--synthesizer", "loan-rulse"], 'Did you mean "loan-rules"?'],
])("generate %j is refused", async (args, words) => {
  await using folder = await temporaryFolder();
  const { exitCode, stderr } = await runMlops(["generate", "--num-rows", "5", "--no-store", ...args], {
    cwd: folder.path,
  });
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain(words);
});
