import { expect, test } from "vitest";

import { confidenceText, reasonText } from "./reason-text.ts";

test("what kept the alias from moving is a sentence that names the rival", () => {
  expect(reasonText("worse-than-score-persistence")).toBe(
    "By RMSE on the last part the model is worse than score persistence: the alias did not move.",
  );
  expect(reasonText("not-shown-better-than-hourly-climatology")).toContain(
    "not shown to be better than, hourly climatology",
  );
});

test("a code without a sentence is shown as it is", () => {
  expect(reasonText("some-new-reason")).toBe("some-new-reason.");
  expect(confidenceText("some-new-reason")).toBe("some-new-reason");
  expect(confidenceText(null)).toBe("not measured");
});
