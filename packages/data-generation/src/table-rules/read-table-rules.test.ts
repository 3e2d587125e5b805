import { describe, expect, test } from "vitest";

import { readTableRules } from "./read-table-rules.ts";

const text = `schema_version: 1
name: small
blocks: { known: { only: { kind: b } } }
outcome:
  column: bad
  positive: Y
  negative: N
  default_rate: 0.1
  rule_share: 0.5
  certainty: 0.9
  solved: x
  scenarios: { base: { values: { kind: a } } }
  noise: { x: 1 }
  movement: { positive: { worse: 0.5, better: 0 }, negative: { worse: 0, better: 0 } }
columns:
  kind: { values: { a: 0.5, b: 0.5 } }
  x: { number: { distribution: uniform, a: 0, b: 1, decimals: 3 }, block: known }
  bad: { outcome: true }
`;

describe("rules of a table", () => {
  test("are read with their defaults", () => {
    expect(readTableRules(text, "small.yaml")).toMatchObject({
      hidden: {},
      blocks: { known: { share: 1 } },
      columns: { x: { number: { zeros: 0, scale: 1 } } },
    });
  });

  test.each([
    ["x: 1 }", "y: 1 }", /small\.yaml:4:1 There is no "y"/],
    ["block: known", "block: knwn", /small\.yaml:17:3 There is no "knwn"[\s\S]*|Did you mean "known"/],
    ["outcome: true }", "outcome: true, codes: { count: 3 } }", /18:\d+ columns\.bad: says codes and outcome/],
    ["certainty: 0.9", "certainty: 1.9", /10:14 outcome\.certainty must be at most 1/],
    ["  solved: x", "  slved: x", /The key "slved" in outcome is unknown/],
  ])("%s → %s is refused with its place", (from, to, message) => {
    expect(() => readTableRules(text.replace(from, to), "small.yaml")).toThrow(message);
  });
});
