import { MlopsError } from "@mlops/core";
import { Table } from "@mlops/table";
import { z } from "zod";

import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { everyRowToOnnx, type GraphColumn } from "../columns/graph-columns.ts";
import { type Monomial, monomialName, monomials } from "../columns/monomials.ts";
import { doublesOf, numberColumn } from "../columns/prepared-columns.ts";
import { freeName } from "../columns/replace-columns.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

/** New columns beyond this number are a mistake more often than a wish. */
const MOST_COLUMNS = 10_000;

const options = z.strictObject({
  columns: columnSelector,
  degree: z.int().min(1).max(10).default(2).describe("Greatest degree of a product."),
  interaction_only: z.boolean().default(false).describe("Only products of different columns: a·b, and no a²."),
  include_bias: z.boolean().default(false).describe("Adds a column of ones, called 1."),
});

type Product = { readonly name: string; readonly factors: Monomial };

/** As scikit-learn's PolynomialFeatures; the columns stay, their products `a b` and `a^2` stand after the last column. */
export default definePreprocessor({
  name: "polynomial-features",
  aliases: ["polynomial_features", "sklearn.preprocessing.PolynomialFeatures"],
  family: "feature_generation",
  scope: "row",
  summary: "Adds the products of columns up to a degree.",
  options,
  fit(table, { columns, degree, interaction_only, include_bias }, { step }): Product[] {
    const names = selectColumns(table, columns, { step, accepts: ["number", "code"], byDefault: ["number"] });
    const taken = new Set(table.columnNames);
    const made: Product[] = include_bias ? [{ name: freeName("1", taken), factors: [] }] : [];
    for (const factors of monomials(names, degree, interaction_only)) {
      if (made.length === MOST_COLUMNS) throw tooMany(step, names.length, degree);
      made.push({ name: freeName(monomialName(factors), taken), factors });
    }
    return made;
  },
  apply(table, products) {
    const doubles = new Map<string, Float64Array>();
    const of = (name: string): Float64Array => {
      const known = doubles.get(name) ?? doublesOf(table.column(name));
      doubles.set(name, known);
      return known;
    };
    const made = products.map(({ name, factors }) => {
      const product = new Float64Array(table.rowCount).fill(1);
      for (const factor of factors) {
        const values = of(factor);
        for (let row = 0; row < product.length; row += 1) product[row] = (product[row] ?? 1) * (values[row] ?? 1);
      }
      return [name, numberColumn(product)] as const;
    });
    return Table.fromColumns([...table, ...made], table.rowCount);
  },
  toOnnx(graph, columns, products) {
    const made = products.map(({ name, factors }): [string, GraphColumn] => {
      const values = factors.flatMap((factor) => columns.get(factor)?.value ?? []);
      const [first, ...rest] = values;
      if (first === undefined) return [name, { kind: "number", value: everyRowToOnnx(graph, columns, 1) }];
      const value = rest.reduce((product, factor) => graph.node("Mul", [product, factor]), first);
      return [name, { kind: "number", value }];
    });
    return new Map([...columns, ...made]);
  },
});

function tooMany(step: string, columns: number, degree: number): MlopsError {
  return new MlopsError(
    "PREPROCESSOR_OPTION_INVALID",
    `${step} would make more than ${MOST_COLUMNS} columns of ${columns} to the degree ${degree}.`,
    { hint: "Name fewer columns, or choose a lower degree.", details: { parameter: "degree", value: degree, columns } },
  );
}
