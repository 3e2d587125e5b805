import { graphBuilder } from "@mlops/onnx";
import { Table } from "@mlops/table";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { cast, isMissing, scalar } from "../columns/graph-columns.ts";
import { doublesOf, numberColumn } from "../columns/prepared-columns.ts";
import { replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { plainFeatures } from "../testing/conform-preprocessor.ts";
import { runOnnx } from "../testing/run-onnx.ts";
import { applyPreparation } from "./apply-preparation.ts";
import { fitPreparation } from "./fit-preparation.ts";
import { modelColumns } from "./model-columns.ts";
import { preparationToOnnx } from "./preparation-to-onnx.ts";
import { definePreprocessor, type Preprocessor } from "./preprocessor.ts";
import { resolveSteps } from "./resolve-steps.ts";

const HOUR = 3_600_000;

/** A step of a user's own, on the kind that no built-in step takes: instants as hours since 1970. */
const epochHours = definePreprocessor({
  name: "epoch-hours",
  family: "feature_generation",
  scope: "row",
  summary: "Instants as hours since 1970.",
  options: z.strictObject({ column: z.string() }),
  fit: (_table, { column }): { readonly column: string } => ({ column }),
  apply: (table, { column }) =>
    replaceColumns(table, (name, values) =>
      name === column ? [[name, numberColumn(doublesOf(values).map((value) => value / HOUR))]] : undefined,
    ),
  toOnnx: (graph, columns, { column }) =>
    new Map(
      replaceEntries(columns, (name, source) => {
        if (name !== column) return undefined;
        const hours = graph.node("Div", [cast(graph, source.value, "double"), scalar(graph, "hour", HOUR)]);
        const missing = scalar(graph, "missing", Number.NaN);
        const value = graph.node("Where", [isMissing(graph, source), missing, hours]);
        return [[name, { kind: "number" as const, value }]];
      }),
    ),
});

const table = Table.fromRows(
  [{ name: "at", type: "instant" }],
  [{ at: 0 }, { at: null }, { at: -HOUR / 2 }, { at: 8_640_000_000_000_000 }],
);

function fitStep(preprocessor: Preprocessor) {
  const step = { type: preprocessor.name, label: "Step 1", preprocessor, options: { column: "at" } };
  return fitPreparation(table, [step]).preparation;
}

describe("preparationToOnnx", () => {
  it("takes instants as int64 milliseconds with the least integer for null", async () => {
    const preparation = fitStep(epochHours);
    expect(preparation.state.inputs[0]).toMatchObject({ type: "int64", null: "least-int64" });
    const values = [0, null, -HOUR / 2, 8_640_000_000_000_000];
    const features = await runOnnx([{ name: "at", type: "float64", values }], preparation);
    expect(features).toEqual([{ name: "at", values: [0, Number.NaN, -0.5, 2_400_000_000] }]);
    expect(plainFeatures(applyPreparation(table, preparation))).toEqual(features);
  });

  it("starts behind the last step that is no part of the file, which takes what that step leaves", async () => {
    const steps = [
      {
        type: "own",
        label: "Step 1 (own)",
        preprocessor: { ...epochHours, portable: false },
        options: { column: "at" },
      },
      ...(await resolveSteps([{ type: "constant_fill", options: { fill_value: -1 } }])),
    ];
    const { preparation, warnings } = fitPreparation(table, steps);
    expect(warnings).toContain("Step 1 (own) runs in TypeScript before the ONNX file, which takes what it leaves.");
    expect(preparation.state.inputs).toMatchObject([{ name: "at", type: "int64" }]);
    expect(preparation.state.border).toMatchObject([{ name: "at", type: "double", null: "NaN" }]);
    const inputs = modelColumns(table, preparation);
    expect(inputs).toEqual({ at: Float64Array.of(0, Number.NaN, -0.5, 2_400_000_000) });
    const values = [0, null, -0.5, 2_400_000_000];
    const features = await runOnnx([{ name: "at", type: "float64", values }], preparation);
    expect(features).toEqual([{ name: "at", values: [0, -1, -0.5, 2_400_000_000] }]);
    expect(plainFeatures(applyPreparation(table, preparation))).toEqual(features);
  });

  it("leaves out steps of training that are the identity at prediction, and refuses the others", () => {
    const { name, summary, options } = epochHours;
    const along = (atPrediction: "identity" | "refuse"): Preprocessor => ({
      name,
      summary,
      options,
      family: "missing",
      scope: "table",
      atPrediction,
      fit: () => null,
      apply: (given) => given,
    });
    const instants = Table.fromRows([{ name: "x", type: "float64" }], [{ x: 1 }]);
    const preparationOf = (preprocessor: Preprocessor) =>
      fitPreparation(instants, [{ type: name, label: "Step 1", preprocessor, options: {} }]).preparation;
    expect(preparationToOnnx(graphBuilder("g"), preparationOf(along("identity")))).toHaveLength(1);
    const refusing = preparationOf(along("refuse"));
    const refusal = expect.objectContaining({ code: "PREPROCESSING_NOT_PORTABLE" });
    expect(() => preparationToOnnx(graphBuilder("g"), refusing)).toThrow(refusal);
    expect(() => applyPreparation(instants, refusing)).toThrow(refusal);
  });
});

describe("modelColumns", () => {
  it("writes nulls by the convention of each type, and texts in NFC", () => {
    const raw = Table.fromRows(
      [
        { name: "x", type: "int32" },
        { name: "at", type: "instant" },
        { name: "text", type: "string" },
        { name: "flag", type: "bool" },
        { name: "maybe", type: "bool" },
      ],
      [
        { x: 1, at: 5, text: "e\u{301}", flag: true, maybe: true },
        { x: null, at: null, text: null, flag: false, maybe: null },
      ],
    );
    const preparation = fitPreparation(raw.without(["at"]), []).preparation;
    expect({ ...modelColumns(raw, preparation), ...modelColumns(raw, fitStep(epochHours)) }).toEqual({
      x: Float64Array.of(1, Number.NaN),
      at: BigInt64Array.of(5n, -(2n ** 63n)),
      text: ["\u{e9}", ""],
      flag: Uint8Array.of(1, 0),
      maybe: Float64Array.of(1, Number.NaN),
    });
  });
});
