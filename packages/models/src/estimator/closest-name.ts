import { distance } from "fastest-levenshtein";

/** The candidate that `given` was most likely meant to be, or undefined where none is near. Case does not count. */
export function closestName(given: string, candidates: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(1, Math.floor(wanted.length / 3)) ? best.candidate : undefined;
}
