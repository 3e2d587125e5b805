import type { JsonValue, RunRecord } from "@mlops/core";

import { leavesOf } from "./json-leaves.ts";

/**
 * What a run was told, by dotted name. What it was made from is compared by its effects: the texts themselves differ in
 * comments and paths too.
 */
export function inputFacts(run: RunRecord | undefined): readonly (readonly [name: string, value: JsonValue])[] {
  return leavesOf(run?.input ?? {}, "input").filter(
    ([name]) => name !== "input.recipeDigest" && !name.startsWith("input.provenance.snapshots."),
  );
}

/** The digest of the rows that judged a training run's model. */
export function testDigest(run: RunRecord | undefined): string | undefined {
  const leaves = new Map(leavesOf(run?.result ?? {}, "result"));
  const digest = leaves.get("result.validation.split.parts.test.digest");
  return typeof digest === "string" ? digest : undefined;
}
