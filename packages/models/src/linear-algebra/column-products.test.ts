import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { addProduct, transposedProduct } from "./column-products.ts";

const entry = fc.integer({ min: -1000, max: 1000 });

/** A matrix by columns, whose products are exact: whole numbers. */
const matrix = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([rows, columns]) => {
  const vector = (length: number) =>
    fc.array(entry, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
  return fc.tuple(fc.array(vector(rows), { minLength: columns, maxLength: columns }), vector(columns), vector(rows));
});

describe("products by columns", () => {
  it("are those of the definition, for any number of columns", () => {
    fc.assert(
      fc.property(matrix, ([columns, coefficients, rows]) => {
        const into = rows.slice();
        addProduct(into, columns, coefficients);
        const sumAt = (row: number): number =>
          columns.reduce((sum, column, index) => sum + (column[row] ?? 0) * (coefficients[index] ?? 0), 0);
        expect(into).toEqual(rows.map((value, row) => value + sumAt(row)));
        const dots = columns.map((column) => column.reduce((sum, value, row) => sum + value * (rows[row] ?? 0), 0));
        expect([...transposedProduct(columns, rows)].map((value) => value + 0)).toEqual(dots.map((value) => value + 0));
      }),
    );
  });
});
