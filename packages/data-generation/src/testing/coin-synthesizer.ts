import { randomStream } from "@mlops/core";
import { makeColumn, Table } from "@mlops/table";

import type { Synthesizer } from "../synthesis/synthesizer.ts";

/** Numbered rows with a coin that shows heads in one of a hundred. */
export const coin: Synthesizer = {
  name: "coin",
  schema: [
    { name: "id", type: "int32" },
    { name: "side", type: "string" },
  ],
  lineage: { made: "by hand" },
  target: { column: "side", positive: "heads" },
  categories: { side: ["tails", "heads"] },
  draw(key, { start, count }) {
    const stream = randomStream(key);
    const ids = Int32Array.from({ length: count }, (_, row) => start + row);
    const sides = Int32Array.from({ length: count }, () => (stream.uniform() < 0.01 ? 1 : 0));
    return Table.fromColumns([
      ["id", makeColumn("int32", ids, null)],
      ["side", makeColumn("string", sides, null, ["tails", "heads"])],
    ]);
  },
  renumber: (table, start) =>
    table.withColumn(
      "id",
      makeColumn(
        "int32",
        Int32Array.from({ length: table.rowCount }, (_, row) => start + row),
        null,
      ),
    ),
};
