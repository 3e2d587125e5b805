import { randomKey } from "@mlops/core";
import { digestTable, type Table } from "@mlops/table";
import { describe, expect, test } from "vitest";

import { fitCopula } from "../copula/fit-copula.ts";
import { openCopula } from "../copula/open-copula.ts";
import { loanTable } from "../testing/loan-table.ts";
import { conditioned } from "./draw-matching.ts";
import { synthesizerCatalogue } from "./synthesizer-catalogue.ts";
import type { Synthesizer } from "./synthesizer.ts";

async function open(name: string): Promise<Synthesizer> {
  if (name === "gaussian-copula") return openCopula(fitCopula(loanTable(500), { data: "loans" }).model);
  const definition = await synthesizerCatalogue.find((entry) => entry.name === name)?.load();
  if (definition === undefined) throw new Error(name);
  return definition.open(definition.options.parse({}));
}

describe.each(synthesizerCatalogue.map(({ name }) => name))("%s", (name) => {
  const range = { start: 8192, count: 300 };

  test("draws as many rows as are asked for, of its schema; a key means the same rows, another key others", async () => {
    const synthesizer = await open(name);
    const drawn = synthesizer.draw(randomKey(1), range);
    expect([drawn.rowCount, drawn.schema]).toEqual([300, synthesizer.schema]);
    expect(digestTable(synthesizer.draw(randomKey(1), range))).toBe(digestTable(drawn));
    expect(digestTable(synthesizer.draw(randomKey(2), range))).not.toBe(digestTable(drawn));
    expect(synthesizer.draw(randomKey(1), { start: 0, count: 0 }).rowCount).toBe(0);
  });

  test("its lineage is plain JSON, its target and categories are of its columns", async () => {
    const synthesizer = await open(name);
    expect(JSON.parse(JSON.stringify(synthesizer.lineage))).toEqual(synthesizer.lineage);
    const columns = synthesizer.schema.map((field) => field.name);
    expect(columns).toEqual(expect.arrayContaining(Object.keys(synthesizer.categories ?? {})));
    expect(columns).toContain(synthesizer.target?.column ?? columns[0]);
  });

  test("conditions hold, and what numbered the rows of the table still does", async () => {
    const synthesizer = await open(name);
    const [column, texts] = Object.entries(synthesizer.categories ?? {}).find(([, list]) => list.length > 1) ?? [
      "",
      [],
    ];
    const only = conditioned(synthesizer, [{ column, value: texts[0] ?? null }]).draw(randomKey(3), range);
    expect(only.toRows().every((row) => row[column] === texts[0])).toBe(true);
    const plain = synthesizer.draw(randomKey(4), range);
    expect(numbered(only)).toEqual(numbered(plain));
  });
});

/** What identifiers there are, by column. */
function numbered(table: Table): Record<string, unknown[]> {
  const ids = table.schema.filter(({ name }) => name.endsWith("_id")).map(({ name }) => name);
  return Object.fromEntries(ids.map((id) => [id, table.toRows().map((row) => row[id])]));
}
