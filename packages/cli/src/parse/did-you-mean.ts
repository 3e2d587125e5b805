import { distance } from "fastest-levenshtein";

/** `Did you mean X?` where a candidate is near enough to `given` to be a slip of the fingers, else undefined. */
export function didYouMean(given: string, candidates: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const best = ranked[0];
  if (best && best.edits <= Math.max(1, Math.floor(wanted.length / 3))) return `Did you mean ${best.candidate}?`;
  const begun = candidates.filter((candidate) => wanted.length >= 3 && candidate.toLowerCase().startsWith(wanted));
  return begun.length > 0 ? `Did you mean ${begun.slice(0, 3).join(" or ")}?` : undefined;
}
