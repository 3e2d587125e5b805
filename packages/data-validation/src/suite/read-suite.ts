import { displayPath, type KeyPath, type Located, type Problem, problemsOfIssues, readYaml } from "@mlops/config";
import { isMlopsError } from "@mlops/core";
import { parseExpression } from "@mlops/expression";

import type { CommonOptions } from "../expectation/common-options.ts";
import type { Expectation } from "../expectation/expectation.ts";
import { expectationCatalogue } from "../expectations/catalogue.ts";
import type { Suite, SuiteCheck, SuiteFile } from "./suite.ts";
import { suiteSchema } from "./suite-schema.ts";

type Locate = (path: KeyPath, part?: "key" | "value") => Located;
type Written = Readonly<Record<string, unknown>>;

/**
 * Reads a suite's text: pure, and whatever is wrong is in `problems`, all of it at once.
 *
 * @param file how messages name the suite; its stem names a suite that has no name
 */
export function readSuite(content: Uint8Array | string, file: string): SuiteFile {
  const document = readYaml(content, file);
  const failed = (problems: readonly Problem[]): SuiteFile => ({ file, suite: undefined, problems });
  if (document.problems.length > 0) return failed(document.problems);
  const locate: Locate = (path, part = "value") => ({ file, ...document.position(path, part) });
  if (typeof document.value !== "object" || document.value === null || Array.isArray(document.value)) {
    return failed([notASuite(document.value === null, locate)]);
  }
  const parsed = suiteSchema.safeParse(document.value);
  if (!parsed.success) {
    return failed(problemsOfIssues(parsed.error.issues, { schema: suiteSchema, input: document.value, locate }));
  }
  const suite = suiteOf(parsed.data, file, locate);
  const problems = [
    ...expressionProblems(suite),
    ...repeatedNames(suite),
    ...(suite.checks.length === 0 ? [noCheck(locate)] : []),
  ];
  return problems.length > 0 ? failed(problems) : { file, suite, problems: [] };
}

function suiteOf(written: Written & { readonly name?: string | undefined }, file: string, locate: Locate): Suite {
  const columns = Object.entries((written["columns"] ?? {}) as Readonly<Record<string, Written>>);
  const read = (written["read"] ?? {}) as Written;
  return {
    name: written.name ?? (file.split(/[/\\]/).at(-1) ?? file).replace(/\.ya?ml$/i, ""),
    description: written["description"] as string | undefined,
    reading: {
      format: read["format"],
      encoding: read["encoding"],
      delimiter: read["delimiter"],
      nullValues: read["null_values"],
    } as Suite["reading"],
    columns: columns.map(([name, { optional }]) => ({
      name,
      optional: optional === true,
      at: locate(["columns", name], "key"),
    })),
    checks: [
      ...checksIn(written, [], "table", locate),
      ...columns.flatMap(([name, checks]) => checksIn(checks, ["columns", name], "column", locate)),
    ],
  };
}

function checksIn(map: Written, path: readonly string[], scope: Expectation["scope"], locate: Locate): SuiteCheck[] {
  const column = scope === "column" ? path.at(-1) : undefined;
  return expectationCatalogue.flatMap((expectation) => {
    const written = map[expectation.name];
    if (expectation.scope !== scope || written === undefined) return [];
    const list = Array.isArray(written) ? (written as unknown[]) : [written];
    return list.map((options, index): SuiteCheck => {
      const key = Array.isArray(written) ? `${expectation.name}[${index}]` : expectation.name;
      const ownName = (options as { readonly name?: string }).name;
      const at: KeyPath = [...path, expectation.name, ...(Array.isArray(written) ? [index] : [])];
      return {
        id: ownName ?? (column === undefined ? key : `${column}.${key}`),
        expectation,
        ...(column !== undefined && { column }),
        options: options as CommonOptions & Written,
        at: locate(at, "key"),
      };
    });
  });
}

/** Expressions are parsed here, so that their faults are told with the file's line before any data is opened. */
function expressionProblems({ checks }: Suite): Problem[] {
  return checks.flatMap(({ id, options, at }) =>
    [options.where, options["expression"]].flatMap((text): Problem[] => {
      if (typeof text !== "string") return [];
      try {
        parseExpression(text);
        return [];
      } catch (error) {
        if (!isMlopsError(error)) throw error;
        return [{ code: "VALUE_INVALID", ...at, path: id, message: error.message, hint: error.hint ?? "" }];
      }
    }),
  );
}

function repeatedNames({ checks }: Suite): Problem[] {
  const seen = new Set<string>();
  return checks.flatMap(({ id, at }): Problem[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `Two checks are called "${id}".`;
    return [{ code: "VALUE_INVALID", ...at, path: id, message, hint: "Give each a name of its own." }];
  });
}

function notASuite(isEmpty: boolean, locate: Locate): Problem {
  return {
    code: "VALUE_INVALID",
    ...locate([]),
    path: displayPath([]),
    message: isEmpty ? "The suite is empty." : "A suite has to be a map of keys.",
    hint: "`mlops validate-data --data FILE --suggest` proposes one.",
  };
}

function noCheck(locate: Locate): Problem {
  return {
    code: "VALUE_INVALID",
    ...locate([]),
    path: "",
    message: "The suite has no check: it would pass whatever the data is.",
    hint: "Add one, such as `row_count: { min: 1 }`; `mlops list expectations` shows all, `--suggest` proposes some.",
  };
}
