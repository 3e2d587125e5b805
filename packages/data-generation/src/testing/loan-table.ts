import { randomKey, randomStream } from "@mlops/core";
import { makeColumn, Table, validityOf } from "@mlops/table";

/**
 * Loans with known dependencies: income and amount correlate at 0.7 in their scores, status depends on income, the two
 * figures of a balance sheet are absent together in 40 %, opened is before closed, and region determines its country.
 */
export function loanTable(rows: number, seed = "loans"): Table {
  const stream = randomStream(randomKey(seed));
  const numbers = (): Float64Array => new Float64Array(rows);
  const [income, amount, assets, debt, opened, closed, score] = [
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
  ];
  const [status, region, country] = [new Int32Array(rows), new Int32Array(rows), new Int32Array(rows)];
  const absent = new Uint8Array(rows);
  const regions = ["Bern", "Geneva", "Lyon", "Paris", "Nice"];
  const start = Date.UTC(2020, 0, 1);
  for (let row = 0; row < rows; row += 1) {
    const z = stream.normal();
    income[row] = Math.round(Math.exp(10 + 0.5 * z) * 100) / 100;
    amount[row] = Math.round(20_000 + 6000 * (0.7 * z + Math.sqrt(0.51) * stream.normal()));
    score[row] = Math.min(850, Math.max(300, Math.round(680 + 60 * stream.normal())));
    status[row] = stream.uniform() < 1 / (1 + Math.exp(2 + 2 * z)) ? 1 : 0;
    absent[row] = stream.uniform() < 0.4 ? 1 : 0;
    assets[row] = Math.exp(8 + stream.normal());
    debt[row] = (assets[row] ?? 0) * stream.uniform();
    opened[row] = start + stream.integer(900) * 86_400_000;
    closed[row] = (opened[row] ?? 0) + (30 + stream.integer(300)) * 86_400_000;
    region[row] = stream.integer(5);
    country[row] = (region[row] ?? 0) < 2 ? 0 : 1;
  }
  const present = validityOf(rows, (row) => absent[row] === 0);
  const ids = Int32Array.from({ length: rows }, (_, row) => row);
  return Table.fromColumns([
    [
      "loan_id",
      makeColumn(
        "string",
        ids,
        null,
        Array.from(ids, (row) => `L${String(row * 7 + 100_000)}`),
      ),
    ],
    ["income", makeColumn("float64", income, null)],
    ["amount", makeColumn("int32", Int32Array.from(amount), null)],
    ["score", makeColumn("int32", Int32Array.from(score), null)],
    ["assets", makeColumn("float64", assets, present)],
    ["debt", makeColumn("float64", debt, present)],
    ["opened", makeColumn("instant", opened, null)],
    ["closed", makeColumn("instant", closed, null)],
    ["region", makeColumn("string", region, null, regions)],
    ["country", makeColumn("string", country, null, ["CH", "FR"])],
    ["status", makeColumn("string", status, null, ["paid", "default"])],
  ]);
}
