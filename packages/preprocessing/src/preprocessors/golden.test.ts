import { readFileSync } from "node:fs";

import type { PlainColumn } from "@mlops/conformance";
import type { Feature, JsonValue } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { applyPreparation } from "../tabular/apply-preparation.ts";
import { fitPreparation } from "../tabular/fit-preparation.ts";
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
function cellsOf(features: readonly Feature[]): (number | string | null)[][] {
  return features.map((feature) =>
    feature.kind === "numeric"
      ? Array.from(feature.values, (value) => (Number.isNaN(value) ? null : value))
      : Array.from(feature.codes, (code) => feature.categories[code] ?? null),
  );
}

function differences(actual: (number | string | null)[][], expected: Case["trainingFeatures"]): object[] {
  if (actual.length !== expected.length) return [{ features: actual.length, expected: expected.length }];
  return expected.flatMap((column, feature) =>
    column.flatMap((value, row) => {
      const own = actual[feature]?.[row];
      return isClose(own, value) ? [] : [{ feature, row, own, value }];
    }),
  );
}

function isClose(own: number | string | null | undefined, value: number | string | null): boolean {
  if (typeof value !== "number" || typeof own !== "number") return own === value;
  return Math.abs(own - value) <= 1e-12 * Math.max(1, Math.abs(value));
}

describe("steps against scikit-learn, to 1e-12", () => {
  it.each(cases.map((each) => [`${each.step} ${JSON.stringify(each.options)}`, each] as const))(
    "%s",
    async (_, { step, options, training, fresh, trainingFeatures, freshFeatures }) => {
      const steps = await resolveSteps([{ type: step, options }]);
      const fitted = fitPreparation(tableOf(columnsOf(training)), steps);
      expect(differences(cellsOf(fitted.features), trainingFeatures)).toEqual([]);
      const features = applyPreparation(tableOf(columnsOf(fresh)), fitted.preparation);
      expect(differences(cellsOf(features), freshFeatures)).toEqual([]);
    },
  );
});
