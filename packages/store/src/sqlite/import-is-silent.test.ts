import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

test("importing the driver writes nothing to stderr, not even the runtime's warnings", () => {
  const driver = fileURLToPath(new URL("../drivers/sqlite.ts", import.meta.url));
  const { stderr, status } = spawnSync(process.execPath, ["--import", driver, "--eval", "0"], { encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
});
