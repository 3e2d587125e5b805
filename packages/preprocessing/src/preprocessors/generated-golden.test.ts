import { readFileSync } from "node:fs";

import type { PlainColumn } from "@mlops/conformance";
import type { Feature, JsonValue } from "@mlops/core";
import { Table } from "@mlops/table";
import { describe, expect, it } from "vitest";

import { categoriesOf, categoryCodes } from "../columns/categories.ts";
import { orderedMeans } from "../columns/ordered-means.ts";
import { applyPreparation } from "../tabular/apply-preparation.ts";
import { fitPreparation } from "../tabular/fit-preparation.ts";
import { resolveSteps } from "../tabular/resolve-steps.ts";
import { tableOf } from "../testing/conform-preprocessor.ts";

type Cells = Readonly<Record<string, readonly (number | string | null)[]>>;
type Values = readonly (readonly (number | null)[])[];

interface Case {
  readonly step: string;
  readonly options: Readonly<Record<string, JsonValue>>;
  readonly training: Cells;
  readonly target?: readonly (number | string)[];
  readonly fresh?: Cells;
  readonly trainingFeatures?: Values;
  readonly freshFeatures?: Values;
  /** Training rows encoded one after the other in their order. */
  readonly ordered?: Values;
}

const file = new URL("../../../../fixtures/golden/preprocessing/generated.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly Case[] };

function tableOfCells(cells: Cells): Table {
  return tableOf(
    Object.entries(cells).map(([name, values]): PlainColumn => {
      const isText = values.some((value) => typeof value === "string");
      return { name, values, type: isText ? "string" : "float64" };
    }),
  );
}

function fit({ step, options, training, target }: Case) {
  const columns = tableOfCells(target === undefined ? training : { ...training, y: target });
  return resolveSteps([{ type: step, options }]).then((steps) =>
    fitPreparation(columns, steps, target === undefined ? {} : { targets: ["y"] }),
  );
}

function valuesOf(features: readonly Feature[]): number[][] {
  return features.map((feature) => (feature.kind === "numeric" ? [...feature.values] : [...feature.codes]));
}

/** Splines are solved in another order of operations than SciPy's. */
const tolerance = 1e-10;

function differences(actual: readonly (readonly number[])[], expected: Values): object[] {
  if (actual.length !== expected.length) return [{ features: actual.length, expected: expected.length }];
  return expected.flatMap((column, feature) =>
    column.flatMap((value, row) => {
      const own = actual[feature]?.[row] ?? Number.NaN;
      const close =
        value === null ? Number.isNaN(own) : Math.abs(own - value) <= tolerance * Math.max(1, Math.abs(value));
      return close ? [] : [{ feature, row, own, value }];
    }),
  );
}

describe("steps against scikit-learn, pandas and category_encoders, to 1e-10", () => {
  const named = cases.map((each, index) => [`${index}: ${each.step} ${JSON.stringify(each.options)}`, each] as const);

  it.each(named.filter(([, { trainingFeatures }]) => trainingFeatures))("%s of training rows", async (_, golden) => {
    expect(differences(valuesOf((await fit(golden)).features), golden.trainingFeatures ?? [])).toEqual([]);
  });

  it.each(named.filter(([, { freshFeatures }]) => freshFeatures))("%s of new rows", async (_, golden) => {
    const { preparation } = await fit(golden);
    const features = applyPreparation(tableOfCells(golden.fresh ?? {}), preparation);
    expect(differences(valuesOf(features), golden.freshFeatures ?? [])).toEqual([]);
  });

  it.each(named.filter(([, { ordered }]) => ordered))("%s one row after the other", (_, golden) => {
    const order = [...(golden.target ?? []).keys()];
    const values = Float64Array.from(golden.target ?? [], (label) => Number(label === "yes"));
    const encoded = [...tableOfCells(golden.training)].map(([, column]) => {
      const codes = categoryCodes(column, categoriesOf(column)).map((code) => code + 1);
      return [...orderedMeans(codes, values, order, Number(golden.options["a"]))];
    });
    expect(differences(encoded, golden.ordered ?? [])).toEqual([]);
  });
});

describe("encoders of the target leak nothing", () => {
  /** Every row a category of its own: what its encoding tells about its target is what leaks. */
  const rows = Array.from({ length: 200 }, (_, row) => ({ id: `c${row}`, y: (row * 7919) % 2 === 0 ? "a" : "b" }));
  const table = Table.fromRows(
    [
      { name: "id", type: "string" },
      { name: "y", type: "string" },
    ],
    rows,
  );

  it.each([
    ["target_encoder", { smooth: 0 }],
    ["target_encoder", {}],
    ["catboost_encoder", { sigma: 0 }],
  ] as const)("%s %j gives a lone category the mean of others in training", async (type, options) => {
    const steps = await resolveSteps([{ type, options }]);
    const { features } = fitPreparation(table, steps, { targets: ["y"] });
    const [encoded = []] = valuesOf(features);
    const meanOf = (label: string): number => {
      const own = encoded.filter((_, row) => rows[row]?.y === label);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    // Equal but for the folds' own shares, which lean the other way.
    expect(meanOf("b") - meanOf("a")).toBeLessThanOrEqual(1e-12);
    expect(Math.abs(meanOf("b") - meanOf("a"))).toBeLessThan(0.02);
  });

  it("uses all rows at prediction, so that the same lone category is its own target there", async () => {
    const steps = await resolveSteps([{ type: "target_encoder", options: { smooth: 0 } }]);
    const { preparation } = fitPreparation(table, steps, { targets: ["y"] });
    const [encoded] = valuesOf(applyPreparation(table, preparation));
    expect(encoded).toEqual(rows.map(({ y }) => Number(y === "b")));
  });

  it("draws folds and orders by the seed", async () => {
    const steps = await resolveSteps([{ type: "target_encoder", options: {} }]);
    const shared = Table.fromRows(
      table.schema,
      rows.map(({ y }, row) => ({ id: `c${row % 7}`, y })),
    );
    const fitted = (seed: number) => fitPreparation(shared, steps, { targets: ["y"], seed });
    expect(fitted(1).features).toEqual(fitted(1).features);
    expect(fitted(1).features).not.toEqual(fitted(2).features);
    expect(fitted(1).preparation.state).toEqual(fitted(2).preparation.state);
  });
});
