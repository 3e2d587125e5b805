import { type Problem, problemsError, problemsOfIssues, readYaml } from "@mlops/config";
import { nearestName } from "@mlops/table";

import { type ColumnRule, type TableRules, tableRulesSchema } from "./table-rules.ts";

/**
 * Reads rules from YAML text.
 *
 * @param file how messages name it
 * @throws MlopsError SYNTHESIS_METADATA_INVALID, KEY_UNKNOWN, VALUE_INVALID, YAML_MALFORMED with every place
 */
export function readTableRules(content: Uint8Array | string, file: string): TableRules {
  const document = readYaml(content, file);
  if (document.problems.length > 0) throw problemsError("SYNTHESIS_METADATA_INVALID", document.problems);
  const input = document.value ?? {};
  const parsed = tableRulesSchema.safeParse(input);
  if (!parsed.success) {
    const locate = (path: readonly PropertyKey[], part: "key" | "value") => ({
      file,
      ...document.position(path, part),
    });
    const problems = problemsOfIssues(parsed.error.issues, { schema: tableRulesSchema, input, locate });
    throw problemsError("SYNTHESIS_METADATA_INVALID", problems);
  }
  const problems = unknownNames(parsed.data).map(({ path, name, known }): Problem => {
    const near = nearestName(name, known);
    return {
      code: "VALUE_INVALID",
      file,
      ...document.position(path, "key"),
      path: path.join("."),
      message: `There is no "${name}" that ${path.join(".")} could mean.`,
      hint: near === undefined ? `There are ${known.slice(0, 20).join(", ")}.` : `Did you mean "${near}"?`,
    };
  });
  if (problems.length > 0) throw problemsError("SYNTHESIS_METADATA_INVALID", problems);
  return parsed.data;
}

interface UnknownName {
  readonly path: readonly string[];
  readonly name: string;
  readonly known: readonly string[];
}

/** Columns and blocks that rules speak of and that are not there. */
function unknownNames({ columns, hidden, blocks, outcome }: TableRules): UnknownName[] {
  const known = [...Object.keys(columns), ...Object.keys(hidden)];
  const used = [
    ...Object.entries(columns).flatMap(([name, rule]) => named(["columns", name], columnsOf(rule))),
    ...Object.entries(hidden).flatMap(([name, rule]) => named(["hidden", name], columnsOf(rule))),
    ...Object.entries(blocks).flatMap(([name, { only, unless }]) =>
      named(["blocks", name], Object.keys({ ...only, ...unless })),
    ),
    ...named(["outcome"], [outcome.column, outcome.solved, ...Object.keys(outcome.noise)]),
    ...Object.entries(outcome.scenarios).flatMap(([name, { values, ranges }]) =>
      named(["outcome", "scenarios", name], Object.keys({ ...values, ...ranges })),
    ),
  ];
  const inBlocks = [
    ...Object.entries({ ...columns, ...hidden }).flatMap(([name, { block }]) =>
      block === undefined ? [] : named(["columns", name], [block]),
    ),
    ...Object.entries(blocks).flatMap(([name, { within }]) =>
      within === undefined ? [] : named(["blocks", name], [within]),
    ),
  ];
  return [
    ...used.filter(({ name }) => !known.includes(name)).map((each) => ({ ...each, known })),
    ...inBlocks
      .filter(({ name }) => !Object.hasOwn(blocks, name))
      .map((each) => ({ ...each, known: Object.keys(blocks) })),
  ];
}

function named(path: readonly string[], names: readonly string[]) {
  return names.map((name) => ({ path, name }));
}

/** Columns that a column is made of. */
function columnsOf({ date, lookup, product, difference, after, zero_unless: zeroUnless }: ColumnRule): string[] {
  return [
    ...(date !== undefined && "from" in date ? [date.from, "minus" in date ? date.minus : date.plus] : []),
    ...(lookup === undefined ? [] : [lookup.by]),
    ...(product ?? []),
    ...(difference ?? []),
    ...(after === undefined ? [] : [after]),
    ...Object.keys(zeroUnless ?? {}),
  ];
}
