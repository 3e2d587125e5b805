import type { Table } from "@mlops/table";

import { type InputColumn, inputColumns } from "./input-column.ts";
import type { FittedStep } from "./preparation.ts";
import type { Preprocessor } from "./preprocessor.ts";

/** Whether a step is part of the ONNX file; one that runs in training only, and is left out, is no obstacle. */
export function isPortable(preprocessor: Preprocessor): boolean {
  if (preprocessor.scope === "table") return true;
  return preprocessor.portable !== false && preprocessor.toOnnx !== undefined;
}

/** How many steps run in TypeScript before the file: up to the last one that is no part of it. */
export function hostStepCount(steps: readonly Pick<FittedStep, "preprocessor">[]): number {
  return steps.findLastIndex(({ preprocessor }) => !isPortable(preprocessor)) + 1;
}

/** The columns that host steps leave as inputs of the file: steps may always make a value missing, and write any text. */
export function borderColumns(table: Table): InputColumn[] {
  return inputColumns(table).map((column): InputColumn => {
    const { categories: _categories, ...plain } = column;
    if (plain.kind === "boolean") return { ...plain, type: "double", null: "NaN" };
    return plain.kind === "text" ? { ...plain, nullTexts: [] } : plain;
  });
}
