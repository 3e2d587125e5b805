import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "e2e", testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false },
});
