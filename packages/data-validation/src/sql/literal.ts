import { sqlText } from "@mlops/adapters";

import type { Sql } from "../expectation/expectation.ts";

export type Literal = number | string | boolean;

export function sqlNumber(value: number): Sql {
  return `(${value}::DOUBLE)`;
}

export function sqlLiteral(value: Literal): Sql {
  if (typeof value === "number") return sqlNumber(value);
  return typeof value === "boolean" ? String(value) : sqlText(value);
}
