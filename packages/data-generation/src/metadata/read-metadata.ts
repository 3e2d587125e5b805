import { type Problem, problemsError, problemsOfIssues, readYaml, type YamlDocument } from "@mlops/config";
import { nearestName } from "@mlops/table";

import { type Metadata, metadataSchema } from "./metadata.ts";

/** Metadata that still knows where it was written. */
export interface MetadataFile {
  readonly metadata: Metadata;
  /** `metadata.yaml:12:3` of a part, for messages. */
  readonly where: (path: readonly (string | number)[]) => string;
}

/**
 * Reads metadata from YAML text.
 *
 * @param file how messages name it
 * @throws MlopsError SYNTHESIS_METADATA_INVALID, KEY_UNKNOWN, VALUE_INVALID, YAML_MALFORMED with every place
 */
export function readMetadata(content: Uint8Array | string, file: string): MetadataFile {
  const document = readYaml(content, file);
  if (document.problems.length > 0) throw problemsError("SYNTHESIS_METADATA_INVALID", document.problems);
  const input = document.value ?? {};
  const parsed = metadataSchema.safeParse(input);
  const locate = (path: readonly (string | number | symbol)[], part: "key" | "value") => ({
    file,
    ...document.position(path.map(keyOf), part),
  });
  if (!parsed.success) {
    const problems = problemsOfIssues(parsed.error.issues, { schema: metadataSchema, input, locate });
    throw problemsError("SYNTHESIS_METADATA_INVALID", problems);
  }
  return { metadata: parsed.data, where: (path) => placeOf(document, path) };
}

function keyOf(part: string | number | symbol): string | number {
  return typeof part === "symbol" ? String(part) : part;
}

function placeOf(document: YamlDocument, path: readonly (string | number)[]): string {
  const { line, column } = document.position(path, "key");
  return `${document.file}:${line}:${column}`;
}

/**
 * Columns that metadata speaks of and a table does not have.
 *
 * @throws MlopsError SYNTHESIS_METADATA_INVALID
 */
export function assertKnownColumns({ metadata, where }: MetadataFile, columns: readonly string[]): void {
  const named = [
    ...Object.keys(metadata.columns).map((name) => ({ name, path: ["columns", name] as (string | number)[] })),
    ...(metadata.target === undefined ? [] : [{ name: metadata.target.column, path: ["target", "column"] }]),
    ...metadata.constraints.flatMap((constraint, index) =>
      constraintColumns(constraint).map((name) => ({ name, path: ["constraints", index] })),
    ),
  ];
  const problems = named
    .filter(({ name }) => !columns.includes(name))
    .map(({ name, path }): Problem => {
      const near = nearestName(name, columns);
      const [file = "", line = "0", column = "0"] = splitPlace(where(path));
      return {
        code: "VALUE_INVALID",
        file,
        line: Number(line),
        column: Number(column),
        path: path.join("."),
        message: `The data have no column "${name}".`,
        hint: near === undefined ? `They have ${columns.join(", ")}.` : `Did you mean "${near}"?`,
      };
    });
  if (problems.length > 0) throw problemsError("SYNTHESIS_METADATA_INVALID", problems);
}

function splitPlace(place: string): readonly string[] {
  return /^(.*):(\d+):(\d+)$/.exec(place)?.slice(1) ?? [place];
}

/** The columns that a constraint names outright; those of expressions are judged where these are parsed. */
function constraintColumns(constraint: Metadata["constraints"][number]): readonly string[] {
  if ("inequality" in constraint) return [constraint.inequality.low, constraint.inequality.high];
  if ("positive" in constraint) return constraint.positive;
  if ("fixed_combinations" in constraint) return constraint.fixed_combinations;
  if ("unique" in constraint) return [constraint.unique];
  if ("formula" in constraint) return [constraint.formula.column];
  return [];
}
