import { compareCodePoints, MlopsError } from "@mlops/core";
import { makeColumn, type StringColumn } from "@mlops/table";

import type { Synthesizer } from "./synthesizer.ts";

/**
 * The same rows with integers for texts: positions in the column's texts in order of code point, as scikit-learn's
 * LabelEncoder numbers them. What is missing stays missing. `lineage.codes` says which text each number stands for.
 *
 * @throws MlopsError INVALID_ARGUMENT for a column of texts without a known list of them
 */
export function withCodes(synthesizer: Synthesizer): Synthesizer {
  const { schema, categories = {} } = synthesizer;
  const texts = new Map<string, readonly string[]>();
  for (const { name, type } of schema) {
    if (type !== "string") continue;
    const known = Object.hasOwn(categories, name) ? categories[name] : undefined;
    if (known === undefined) throw notFinite(name);
    texts.set(name, known.toSorted(compareCodePoints));
  }
  const positions = new Map([...texts].map(([name, list]) => [name, new Map(list.map((text, code) => [text, code]))]));
  return {
    ...synthesizer,
    lineage: { ...synthesizer.lineage, codes: Object.fromEntries(texts) },
    schema: schema.map((field) => (field.type === "string" ? { name: field.name, type: "int32" } : field)),
    draw(key, range) {
      let table = synthesizer.draw(key, range);
      for (const [name, codes] of positions)
        table = table.withColumn(name, encoded(table.columnOf(name, "string"), codes));
      return table;
    },
  };
}

function encoded({ values, validity, dictionary }: StringColumn, codes: ReadonlyMap<string, number>) {
  const byText = dictionary.map((text) => codes.get(text) ?? -1);
  return makeColumn(
    "int32",
    values.map((code) => byText[code] ?? -1),
    validity,
  );
}

function notFinite(column: string): MlopsError {
  return new MlopsError(
    "INVALID_ARGUMENT",
    `The column "${column}" has no finite list of texts that could be numbered.`,
    {
      details: { column },
    },
  );
}
