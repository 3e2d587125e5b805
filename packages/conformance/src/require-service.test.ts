import { describe, expect, it } from "vitest";

import { requireService } from "./require-service.ts";

describe("requireService", () => {
  it("answers what is available where nothing is required", () => {
    expect([requireService("python", true, {}), requireService("python", false, {})]).toEqual([true, false]);
    expect(requireService("python", false, { MLOPS_REQUIRE: "mongodb, pythonic" })).toBe(false);
  });

  it("fails where a required service is missing", () => {
    const environment = { MLOPS_REQUIRE: "mongodb, python" };
    expect(requireService("python", true, environment)).toBe(true);
    expect(() => requireService("python", false, environment)).toThrow('MLOPS_REQUIRE names "python"');
  });
});
