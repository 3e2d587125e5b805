import { distance } from "fastest-levenshtein";

/** What to do about an unknown name: the nearest of the known ones, or all of them. */
export function nameHint(name: string, known: readonly string[]): string {
  if (known.length === 0) return "Nothing may be named here.";
  const steps = known.map((candidate) => ({ candidate, steps: distance(name.toLowerCase(), candidate.toLowerCase()) }));
  const [nearest] = steps.toSorted((a, b) => a.steps - b.steps);
  const near = nearest !== undefined && nearest.steps <= Math.max(1, Math.floor(name.length / 3));
  const all = known.toSorted();
  const listed = `Known: ${all.slice(0, 20).join(", ")}${all.length > 20 ? ` and ${all.length - 20} more` : ""}.`;
  return near ? `Did you mean ${nearest.candidate}? ${listed}` : listed;
}
