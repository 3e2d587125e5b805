import type { Block, Fact } from "../document/report.ts";
import type { LineageFacts, RunFacts } from "./run-report-data.ts";

/** What is needed to run it again: run, digests, seed, versions, the recipe itself. */
export function lineageBlocks(run: RunFacts, lineage: LineageFacts): readonly Block[] {
  const { recipeDigest, configDigest, lockfileDigest, requirementsDigest } = lineage;
  const { seed, versions, recipe, parentRun, commit } = lineage;
  const digests = {
    recipe: recipeDigest,
    config: configDigest,
    requirements: requirementsDigest,
    lockfile: lockfileDigest,
  };
  const facts: readonly Fact[] = [
    { name: "run", value: { code: run.id } },
    ...(parentRun === undefined ? [] : [{ name: "parent run", value: { code: parentRun } }]),
    { name: "started", value: { instant: run.startedAt } },
    { name: "finished", value: { instant: run.finishedAt } },
    { name: "seed", value: seed, format: "plain" },
    ...(commit === undefined ? [] : [{ name: "commit", value: { code: commit } }]),
    ...Object.entries(digests).flatMap(([name, digest]) =>
      digest === undefined ? [] : [{ name: `${name} digest`, value: { code: digest } }],
    ),
  ];
  return [
    { kind: "facts", facts },
    { kind: "facts", title: "Versions", facts: Object.entries(versions).map(([name, value]) => ({ name, value })) },
    ...(recipe === undefined ? [] : [{ kind: "code", title: "Recipe as it ran", text: recipe } as const]),
  ];
}
