import { evaluateExpression, parseExpression, references } from "@mlops/expression";
import { type CellValue, columnBuilder, type DataType, type Table } from "@mlops/table";
import type { Scalar } from "@mlops/expression";

import { rowReader } from "../constraints/row-values.ts";
import type { DistributionModel } from "./model.ts";

/** Adds the columns that follow from others, in the order of the model; one may use those before it. */
export function formulaWriter({ columns }: DistributionModel): (table: Table) => Table {
  const formulas = columns.flatMap(({ name, type, source }) =>
    source.kind === "formula" ? [{ name, type, expression: parseExpression(source.equals).expression }] : [],
  );
  return (table) => {
    let result = table;
    for (const { name, type, expression } of formulas) {
      const read = rowReader(result, references(expression));
      const builder = columnBuilder(type, name, table.rowCount);
      for (let row = 0; row < table.rowCount; row += 1) {
        builder.append(cellOf(type, evaluateExpression(expression, read(row)).value));
      }
      result = result.withColumn(name, builder.finish());
    }
    return result;
  };
}

function cellOf(type: DataType, value: Scalar): CellValue {
  if (value === null) return null;
  if (type === "string") return String(value);
  if (type === "bool") return Boolean(value);
  if (type === "int64") return BigInt(Math.round(Number(value)));
  return type === "int32" || type === "instant" ? Math.round(Number(value)) : Number(value);
}
