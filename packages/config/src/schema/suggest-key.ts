import { distance } from "fastest-levenshtein";
import type { z } from "zod";

import type { KeyPath } from "../yaml/key-path.ts";
import { allPaths, keysAt } from "./schema-keys.ts";

/** The candidate that `word` was probably meant to be, or undefined where none is near. */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  const folded = word.toLowerCase();
  const ranked = candidates.map((candidate) => {
    const lower = candidate.toLowerCase();
    return { candidate, steps: distance(folded, lower), shared: sharedPrefix(folded, lower) };
  });
  const [nearest] = ranked.toSorted((a, b) => a.steps - b.steps || b.shared - a.shared);
  const limit = Math.max(2, Math.floor(word.length / 3));
  return nearest && nearest.steps <= limit && limit < word.length ? nearest.candidate : undefined;
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** What to do about the unknown key `key` in the map at `path`. */
export function unknownKeyHint(schema: z.core.$ZodType, path: KeyPath, key: string): string {
  const siblings = keysAt(schema, path);
  const near = nearestWord(key, siblings);
  if (near !== undefined) return `Did you mean "${near}"?`;
  const elsewhere = allPaths(schema).filter((known) => known.at(-1) === key);
  if (elsewhere.length > 0) {
    const places = elsewhere.slice(0, 3).map((known) => known.join("."));
    return `It belongs at ${places.join(" or ")}.`;
  }
  return siblings.length > 0 ? `Known keys here: ${siblings.toSorted().join(", ")}.` : "Remove it.";
}
