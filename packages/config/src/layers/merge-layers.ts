import type { Problem } from "../problem.ts";
import { type Config, configSchema } from "../schema/config-schema.ts";
import { kindsAt } from "../schema/schema-keys.ts";
import { isMissing, type Located, problemsOfIssues } from "../schema/schema-problems.ts";
import { displayPath, type KeyPath, pathKey } from "../yaml/key-path.ts";
import { type Entry, entryAt, mergeEntries, treeOf } from "./entry.ts";
import type { Layer } from "./yaml-layer.ts";

export interface Merged {
  readonly value: Config | undefined;
  /** The entries that won. */
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
}

/**
 * Judges each layer by itself, so that all wrong places are reported at once even where a stronger layer hides them, and
 * merges them, weakest first.
 */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const problems = layers.flatMap((layer) => [
    ...layer.problems,
    ...judge(layer.entries, { complete: false }).problems,
  ]);
  const entries = layers.reduce<readonly Entry[]>((merged, layer) => mergeEntries(merged, layer.entries), []);
  const unresolved = layers.flatMap((layer) => entries.flatMap((entry) => layer.unresolved.get(entry) ?? []));
  if (problems.length + unresolved.length > 0)
    return { value: undefined, entries, problems: [...problems, ...unresolved] };
  return { ...judge(entries, { complete: true }), entries };
}

/** A single layer may lack keys that another one gives; the merged whole may not. */
function judge(
  entries: readonly Entry[],
  { complete }: { complete: boolean },
): { value: Config | undefined; problems: readonly Problem[] } {
  const input = treeOf(entries.map(fitted));
  const result = configSchema.safeParse(input);
  if (result.success) return { value: result.data, problems: [] };
  const issues = complete ? result.error.issues : result.error.issues.filter((issue) => !isMissing(issue, input));
  const locate = (path: KeyPath, part: "key" | "value"): Located =>
    entryAt(entries, path)?.locate(path, part) ?? { file: displayPath(path), line: 0, column: 0 };
  return { value: undefined, problems: problemsOfIssues(issues, { schema: configSchema, input, locate }) };
}

/** Where a key takes text, `"0123"` from a variable must not become the number 123; where it takes only true or false, 1 is true. */
function fitted(entry: Entry): Entry {
  const fit = (node: unknown, path: KeyPath): unknown => {
    if (Array.isArray(node)) return node.map((item, index) => fit(item, [...path, index]));
    const text = entry.coerced.get(pathKey(path));
    return text === undefined ? node : fitText(text, node, kindsAt(configSchema, path));
  };
  return entry.coerced.size === 0 ? entry : { ...entry, value: fit(entry.value, entry.path) };
}

const truths = new Map([
  ["1", true],
  ["yes", true],
  ["on", true],
  ["0", false],
  ["no", false],
  ["off", false],
]);

function fitText(text: string, coerced: unknown, kinds: ReadonlySet<string>): unknown {
  if (kinds.has("string")) return text;
  if (!kinds.has("boolean") || kinds.has("number")) return coerced;
  return truths.get(text.toLowerCase()) ?? coerced;
}
