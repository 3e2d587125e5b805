import { MlopsError } from "@mlops/core";
import { z } from "zod";

import { type ColumnScope, defineColumnExpectation, type Sql } from "../expectation/expectation.ts";
import { kindOf } from "../sql/column-sql.ts";

const directions = ["increasing", "decreasing"] as const;

export default defineColumnExpectation({
  name: "monotone",
  summary: "In the order of the file, no number, date or instant goes back behind the value before it.",
  example: "{ direction: increasing, strict: true, by: [station] }",
  byRow: true,
  options: {
    direction: z.enum(directions).describe("`increasing` or `decreasing`."),
    strict: z.boolean().default(false).describe("Equal neighbours fail too."),
    by: z
      .array(z.string().min(1))
      .optional()
      .describe("Each group of rows with equal values here is a series of its own."),
  },
  shorthand: { schema: z.enum(directions), expand: (direction: (typeof directions)[number]) => ({ direction }) },
  describe: ({ direction, strict, by }) =>
    `${strict ? "strictly " : ""}${direction}${by === undefined ? "" : ` for each ${by.join(", ")}`}`,
  compile({ direction, strict, by }, scope) {
    const value = readable(scope);
    const previous = valueBefore(value, by, scope);
    const operator = (direction === "increasing" ? ">" : "<") + (strict ? "" : "=");
    return {
      form: "rows",
      // A cell that cannot be read is for the check `type`; here it would only break the order.
      judges: `(${scope.judged.flag} AND ${value} IS NOT NULL)`,
      holds: `${previous} IS NULL OR ${value} ${operator} ${previous}`,
      shown: scope.column.shown,
    };
  },
});

function readable({ column }: ColumnScope): Sql {
  const kind = column.declared?.kind ?? kindOf(column.stored);
  if (kind === "text" || kind === "boolean") {
    throw new MlopsError("EXPECTATION_NOT_APPLICABLE", `The order of "${column.name}" is not known: it is ${kind}.`, {
      hint: `Say what it holds: \`type: instant\`, \`date\` or \`number\`.`,
    });
  }
  return kind === "number" || kind === "integer" ? column.numeric(kind) : column.as(kind);
}

/** The last value before the row, among the rows that are judged. */
function valueBefore(value: Sql, by: readonly string[] | undefined, scope: ColumnScope): Sql {
  const { pass } = scope;
  const kept = pass.column("condition", `CASE WHEN ${scope.where} THEN ${value} END`);
  if (by !== undefined) {
    const groups = by.map((name) => scope.other(name).raw).join(", ");
    return pass.column("previous", `lag(${kept} IGNORE NULLS) OVER (PARTITION BY ${groups} ORDER BY n)`);
  }
  // These two forms stream; lag with IGNORE NULLS would hold all rows.
  const carried = pass.column("carried", `arg_max(${kept}, n) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`);
  return pass.column("previous", `lag(${carried}) OVER ()`);
}
