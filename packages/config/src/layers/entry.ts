import type { OriginSource } from "../configuration.ts";
import type { Located } from "../schema/schema-problems.ts";
import { type KeyPath, pathKey, startsWith } from "../yaml/key-path.ts";

/** One key of one layer. Maps are taken apart into their keys; lists are one value. */
export interface Entry {
  readonly path: readonly string[];
  /** Undefined where a reference has no value; that is a problem only if the entry survives the merge. */
  readonly value: unknown;
  readonly source: OriginSource;
  /** As `Origin.where`. */
  readonly where: string;
  /** Place of the value, or of a part of a list in it, or of the key. */
  locate(path: KeyPath, part: "key" | "value"): Located;
  /** Text of values at or below the entry that came as text, by `pathKey` of the full path. */
  readonly coerced: ReadonlyMap<string, string>;
}

/**
 * Merges `upper` over `lower`: maps merge key by key, lists and scalars replace, null takes the key and all below it
 * back to its default.
 */
export function mergeEntries(lower: readonly Entry[], upper: readonly Entry[]): readonly Entry[] {
  const merged = new Map(lower.map((entry) => [pathKey(entry.path), entry]));
  for (const entry of upper) {
    const keepsBelow = isEmptyMap(entry.value);
    for (const [key, existing] of merged) {
      const replaced = startsWith(existing.path, entry.path) && !keepsBelow;
      const scalarAbove = existing.path.length < entry.path.length && startsWith(entry.path, existing.path);
      if (replaced || scalarAbove) merged.delete(key);
    }
    if (entry.value !== null) merged.set(pathKey(entry.path), entry);
  }
  return [...merged.values()];
}

/** The tree that the entries describe; unresolved ones are left out. */
export function treeOf(entries: readonly Entry[]): Record<string, unknown> {
  const root = emptyMap();
  for (const { path, value } of entries) {
    if (value === undefined || value === null) continue;
    const last = path.at(-1);
    if (last === undefined) continue;
    const parent = path.slice(0, -1).reduce<Record<string, unknown>>((node, key) => {
      const child = node[key];
      if (isMap(child)) return child;
      const created = emptyMap();
      node[key] = created;
      return created;
    }, root);
    if (!(isEmptyMap(value) && isMap(parent[last]))) parent[last] = isEmptyMap(value) ? emptyMap() : value;
  }
  return root;
}

/** Paths and values of the keys in a tree; an empty map is a value of its own. */
export function flatten(
  root: unknown,
  prefix: readonly string[] = [],
): readonly (readonly [readonly string[], unknown])[] {
  if (!isMap(root) || (Object.keys(root).length === 0 && prefix.length > 0)) return [[prefix, root]];
  return Object.entries(root).flatMap(([key, value]) => flatten(value, [...prefix, key]));
}

/** The entry at `path`, the one that holds it, or else the first below it. */
export function entryAt(entries: readonly Entry[], path: KeyPath): Entry | undefined {
  return (
    entries.findLast((entry) => startsWith(path, entry.path)) ?? entries.find((entry) => startsWith(entry.path, path))
  );
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Without a prototype: a key such as `__proto__` in a variable's JSON stays a key. */
function emptyMap(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

function isEmptyMap(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 0;
}
