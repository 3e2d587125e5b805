import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";

import * as queries from "./queries.ts";

/** The server's schema as the official SDK was generated from it (2023): 938 types that its package ships, and does not export. */
const schema = readFileSync(
  join(dirname(createRequire(import.meta.url).resolve("@wandb/sdk/package.json")), "dist", "gql", "graphql.d.ts"),
  "utf8",
);

/** What the schema of 2023 does not have: our strict server stub alone holds these. */
const younger = new Set(["createRunFiles"]);

interface Field {
  readonly required: boolean;
  readonly type: string;
}

function inputType(name: string): ReadonlyMap<string, Field> | undefined {
  const body = new RegExp(`^export type ${name} = \\{([^}]*)\\}`, "m").exec(schema)?.[1];
  if (body === undefined) return undefined;
  const fields = [...body.matchAll(/^\s*(\w+)(\??): (.*);$/gm)];
  return new Map(fields.map(([, field = "", optional, type = ""]) => [field, { required: optional === "", type }]));
}

/** `upsertBucket(input: {name: $name})` with `$name: String`: the field, what is given to it, and the variables' types. */
function partsOf(query: string): {
  readonly field: string;
  readonly given: ReadonlyMap<string, string>;
  readonly whole: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
} {
  const variables = new Map(
    [...query.matchAll(/\$(\w+): ([\w[\]!]+)/g)].map(([, name = "", type = ""]) => [name, type]),
  );
  const [, field = "", inner, whole] = /(\w+)\(input: (?:\{([^}]*)\}|\$(\w+))\)/.exec(query) ?? [];
  const given = [...(inner ?? "").matchAll(/(\w+): \$(\w+)/g)].map(
    ([, name = "", variable = ""]) => [name, variable] as const,
  );
  return { field, given: new Map(given), whole, variables };
}

const inputNameOf = (field: string): string => `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
const baseOf = (type: string): string => type.replace(/[[\]!]/g, "");
const mutations = Object.entries(queries).filter(([, query]) => query.startsWith("mutation"));

describe("the operations are those of the server's schema", () => {
  test("every mutation has an input that can be looked up", () => {
    expect(mutations.length).toBeGreaterThan(5);
    for (const [name, query] of mutations) {
      const { field, given, whole } = partsOf(query);
      expect(given.size > 0 || whole !== undefined, name).toBe(true);
      expect(inputType(inputNameOf(field)) !== undefined, name).toBe(!younger.has(field));
    }
  });

  const known = mutations.filter(([, query]) => !younger.has(partsOf(query).field));

  test.each(known.filter(([, query]) => partsOf(query).whole !== undefined))(
    "%s takes the whole input",
    (_name, query) => {
      const { field, whole = "", variables } = partsOf(query);
      expect(variables.get(whole)).toBe(`${inputNameOf(field)}!`);
    },
  );

  test.each(known.filter(([, query]) => partsOf(query).whole === undefined))(
    "%s gives the input's fields",
    (_name, query) => {
      const { field, given, variables } = partsOf(query);
      const fields = inputType(inputNameOf(field)) ?? new Map<string, Field>();
      expect([...given.keys()].filter((key) => !fields.has(key))).toEqual([]);
      expect([...fields].filter(([key, { required }]) => required && !given.has(key))).toEqual([]);
      for (const [key, variable] of given) {
        const base = baseOf(variables.get(variable) ?? "");
        expect(fields.get(key)?.type, `${key}: $${variable}`).toMatch(new RegExp(`\\b${base}\\b`));
      }
    },
  );
});
