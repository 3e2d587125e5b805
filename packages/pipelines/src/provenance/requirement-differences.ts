/** A version that is not the one a model was made with; null where there is none. */
export interface RequirementDifference {
  readonly name: string;
  readonly recorded: string | null;
  readonly current: string | null;
}

/** Where two sets of versions differ, by name: empty where a model is used by what it was made with. */
export function requirementDifferences(
  recorded: Readonly<Record<string, string>>,
  current: Readonly<Record<string, string>>,
): readonly RequirementDifference[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(current)])].toSorted();
  return names
    .map((name) => ({ name, recorded: recorded[name] ?? null, current: current[name] ?? null }))
    .filter((each) => each.recorded !== each.current);
}
