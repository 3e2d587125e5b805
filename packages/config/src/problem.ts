import { MlopsError } from "@mlops/core";

export type ProblemCode =
  | "CONFIG_VERSION_NEWER"
  | "DOTENV_MALFORMED"
  | "KEY_UNKNOWN"
  | "RECIPE_FEATURE_NOT_AVAILABLE"
  | "RECIPE_LAYOUT_MIXED"
  | "RECIPE_VERSION_NEWER"
  | "REFERENCE_UNRESOLVED"
  | "VALUE_INVALID"
  | "YAML_MALFORMED";

/** One thing wrong in a YAML file, a dotenv file, an environment variable or a flag. */
export interface Problem {
  readonly code: ProblemCode;
  /** The file as it should be shown (relative to the project root where it lies inside), or the variable's or flag's name. */
  readonly file: string;
  /** Counts from 1; 0 where the input has no lines (environment variables, flags). */
  readonly line: number;
  /** Counts from 1, in UTF-16 units; 0 as above. */
  readonly column: number;
  /** Dotted path of the key, empty for the whole document. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

/** `config/dev.yaml:12:3`, or only the name where there are no lines. */
export function locationOf(problem: Pick<Problem, "file" | "line" | "column">): string {
  return problem.line === 0 ? problem.file : `${problem.file}:${problem.line}:${problem.column}`;
}

/** One error for all problems: the code is theirs where they agree, else `general`. */
export function problemsError(
  general: "CONFIG_INVALID" | "EXPECTATIONS_INVALID" | "RECIPE_INVALID" | "SYNTHESIS_METADATA_INVALID",
  problems: readonly Problem[],
): MlopsError {
  const codes = new Set(problems.map((problem) => problem.code));
  const [onlyCode] = codes.size === 1 ? codes : [];
  const [first, ...others] = problems;
  const single = others.length === 0 ? first : undefined;
  const message = single
    ? `${locationOf(single)} ${single.message}`
    : [`${problems.length} problems:`, ...problems.map(lineOf)].join("\n");
  return new MlopsError(onlyCode ?? general, message, {
    ...(single && single.hint !== "" ? { hint: single.hint } : {}),
    details: { problems },
  });
}

/** A problem among others, with its own hint: one hint below all of them would not say whose it is. */
function lineOf(problem: Problem): string {
  return [locationOf(problem), problem.message, problem.hint].filter((part) => part !== "").join(" ");
}
