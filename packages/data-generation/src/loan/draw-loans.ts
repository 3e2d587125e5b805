import { type RandomKey, randomStream, splitKey } from "@mlops/core";
import { type Column, makeColumn, Table } from "@mlops/table";

import { cumulated, weighted } from "../outcome/draws.ts";
import type { RowRange } from "../synthesis/synthesizer.ts";
import { loanCategories, loanNumbers } from "./loan-columns.ts";

/** Every column but the outcome. Each has a random stream of its own: none of them says anything about another. */
export function drawLoans(key: RandomKey, { start, count }: RowRange): Table {
  return Table.fromColumns([
    ["loan_id", loanIds(start, count)],
    ...Object.entries(loanCategories).map(
      ([name, shares]) => [name, categories(splitKey(key, name), shares, count)] as const,
    ),
    ...Object.entries(loanNumbers).map(([name, { type, draw }]) => {
      const stream = randomStream(splitKey(key, name));
      const values = type === "int32" ? new Int32Array(count) : new Float64Array(count);
      for (let row = 0; row < count; row += 1) values[row] = draw(stream);
      return [name, makeColumn(type, values, null)] as const;
    }),
  ]);
}

/** Loans of which `start` stand before. */
export function loanIds(start: number, count: number): Column {
  const ids = Array.from({ length: count }, (_, row) => `L${String(start + row + 1).padStart(9, "0")}`);
  return makeColumn("string", Int32Array.from(ids.keys()), null, ids);
}

function categories(key: RandomKey, shares: Readonly<Record<string, number>>, count: number): Column {
  const stream = randomStream(key);
  const cumulative = cumulated(Object.values(shares));
  const codes = Int32Array.from({ length: count }, () => weighted(stream, cumulative));
  return makeColumn("string", codes, null, Object.keys(shares));
}
