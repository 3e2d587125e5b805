import { readFileSync } from "node:fs";

import type { PlainColumn } from "@mlops/conformance";
import type { JsonValue } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { applyPreparation } from "../tabular/apply-preparation.ts";
import { fitPreparation } from "../tabular/fit-preparation.ts";
import type { PreparedFeature } from "../tabular/prepared-features.ts";
import { resolveSteps } from "../tabular/resolve-steps.ts";
import { tableOf } from "../testing/conform-preprocessor.ts";

type Cells = Readonly<Record<string, readonly (number | string | null)[]>>;

interface Case {
  readonly step: string;
  readonly options: Readonly<Record<string, JsonValue>>;
  readonly training: Cells;
  readonly fresh: Cells;
  readonly trainingFeatures: readonly (readonly (number | string | null)[])[];
  readonly freshFeatures: readonly (readonly (number | string | null)[])[];
}

const file = new URL("../../../../fixtures/golden/preprocessing/steps.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly Case[] };

function columnsOf(cells: Cells): PlainColumn[] {
  return Object.entries(cells).map(([name, values]) => ({
    name,
    values,
    type: values.some((value) => typeof value === "string") ? "string" : "float64",
  }));
}

/** Cells as scikit-learn gives them: NaN as null, categories as texts. */
function cellsOf(features: readonly PreparedFeature[]): (number | string | null)[][] {
  return features.map((feature) =>
    feature.kind === "numeric"
      ? Array.from(feature.values, (value) => (Number.isNaN(value) ? null : value))
      : Array.from(feature.codes, (code) => feature.categories[code] ?? null),
  );
}

function expectEqual(actual: (number | string | null)[][], expected: Case["trainingFeatures"]): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  const off = expected.flatMap((column, feature) =>
    column.flatMap((value, row) => {
      const own = actual[feature]?.[row] ?? null;
      const equal =
        typeof value === "number" && typeof own === "number"
          ? Math.abs(own - value) <= 1e-12 * Math.max(1, Math.abs(value))
          : own === value;
      return equal ? [] : [{ feature, row, own, value }];
    }),
  );
  expect(off).toEqual([]);
}

describe("steps against scikit-learn, to 1e-12", () => {
  it.each(cases.map((each) => [`${each.step} ${JSON.stringify(each.options)}`, each] as const))(
    "%s",
    async (_, { step, options, training, fresh, trainingFeatures, freshFeatures }) => {
      const steps = await resolveSteps([{ type: step, options }]);
      const fitted = fitPreparation(tableOf(columnsOf(training)), steps);
      expectEqual(cellsOf(fitted.features), trainingFeatures);
      expectEqual(cellsOf(applyPreparation(tableOf(columnsOf(fresh)), fitted.preparation)), freshFeatures);
    },
  );
});
