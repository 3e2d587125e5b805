import { forgetSecrets, MlopsError, registerSecret } from "@mlops/core";
import { afterEach, expect, test } from "vitest";

import { renderDocument, renderErrorDocument } from "./json.ts";

afterEach(forgetSecrets);

test("schema, status and reasons come first, then the fields in the order given", () => {
  const text = renderDocument("probe", { status: "degraded", reasons: ["late"] }, { b: 1, a: { r2_score: null } });
  expect(text).toBe('{"schema":"mlops.probe/v1","status":"degraded","reasons":["late"],"b":1,"a":{"r2_score":null}}');
});

test("numbers without a JSON form are null, and the document says which they were", () => {
  const document: unknown = JSON.parse(
    renderDocument("probe", { status: "ok", reasons: [] }, { metrics: { r2: Number.NaN, mae: Infinity } }),
  );
  expect(document).toMatchObject({
    metrics: { r2: null, mae: null },
    nonFinite: [
      { path: "$.metrics.r2", value: "NaN" },
      { path: "$.metrics.mae", value: "Infinity" },
    ],
  });
});

test("secrets are hidden by value and by key", () => {
  registerSecret("hunter2hunter2");
  const text = renderDocument("probe", { status: "ok", reasons: [] }, { note: "is hunter2hunter2", apiKey: "abc" });
  expect(text).not.toMatch(/hunter2|abc/);
});

test("an error's stack is shown only where it was asked for, with its causes", () => {
  const error = new MlopsError("INTERNAL_ERROR", "It broke.", { cause: new Error("the cause") });
  expect(renderErrorDocument(error, { stack: false })).not.toContain("at ");
  expect(renderErrorDocument(error, { stack: true })).toContain("caused by Error: the cause");
});
