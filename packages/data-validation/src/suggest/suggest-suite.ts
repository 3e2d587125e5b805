import { basename } from "node:path";

import type { ReadOptions } from "@mlops/adapters";
import { MlopsError } from "@mlops/core";
import { isName } from "@mlops/expression";

import { validateData } from "../run/validate-data.ts";
import { assertSuite } from "../suite/load-suite.ts";
import { readSuite } from "../suite/read-suite.ts";
import { EXPECTATIONS_SCHEMA_VERSION } from "../suite/suite-schema.ts";
import { profileData } from "./profile-data.ts";
import { blocksOfNulls, proposeForColumn, proposeForTable } from "./propose-checks.ts";
import { suiteText } from "./suite-text.ts";

export interface Suggestion {
  /** YAML. */
  readonly text: string;
  readonly checks: number;
  readonly rows: number;
  readonly columns: number;
}

/** Values of fewer rows than this show no pattern that could be expected of others. */
const leastRows = 1;

/**
 * Proposes a suite from a data file. The data passes it, which is tried before it is handed back.
 *
 * @throws MlopsError as `openTableFile`; FILE_EMPTY for a file without rows
 */
export async function suggestSuite(
  path: string,
  options: Pick<ReadOptions, "memoryLimit" | "threads" | "signal"> = {},
): Promise<Suggestion> {
  const profile = await profileData(path, options);
  const { rows, columns } = profile;
  if (rows < leastRows) {
    throw new MlopsError("FILE_EMPTY", `${path} has a header and no row: there is nothing to propose from.`);
  }
  const name = basename(path).replace(/\.[^.]*$/, "");
  const rules = blocksOfNulls(profile).map(blockRule);
  const written = {
    schema_version: EXPECTATIONS_SCHEMA_VERSION,
    name,
    ...proposeForTable(profile),
    columns: Object.fromEntries(columns.map((column) => [column.name, proposeForColumn(column, rows)])),
    ...(rules.length > 0 && { rules }),
  };
  const text = suiteText(written, [
    `Proposed by mlops validate-data --suggest from ${basename(path)}: ${rows} rows, ${columns.length} columns.`,
    "It says what this data is, not what it should be: read it, then widen, narrow or remove.",
  ]);
  const suite = assertSuite(readSuite(text, `${name}.yaml`));
  const { checks } = await validateData({ path }, suite, { ...options, now: 0 });
  const wrong = checks.filter(({ status }) => status === "failed").map(({ id }) => id);
  if (wrong.length > 0) throw new Error(`The proposed suite fails its own data: ${wrong.join(", ")}`);
  return { text, checks: suite.checks.length, rows, columns: columns.length };
}

function blockRule(names: readonly string[]): Readonly<Record<string, unknown>> {
  const words = names.map((name, index) => (isName(name) ? name : `column_${index + 1}`));
  const [first = ""] = words;
  const aliases = Object.fromEntries(
    words.flatMap((word, index) => (isName(names[index] ?? "") ? [] : [[word, names[index]]])),
  );
  return {
    name: `null together: ${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`,
    expression: words
      .slice(1)
      .map((word) => `is_null(${first}) == is_null(${word})`)
      .join(" and "),
    ...(Object.keys(aliases).length > 0 && { names: aliases }),
  };
}
