import { distance } from "fastest-levenshtein";

/** The candidate that `given` was most likely meant to be, or undefined where none is near. Case does not count. */
export function closestName(given: string, candidates: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  // Two letters that changed places are two edits.
  const allowed = Math.max(wanted.length > 3 ? 2 : 1, Math.floor(wanted.length / 3));
  return best && best.edits <= allowed ? best.candidate : undefined;
}
