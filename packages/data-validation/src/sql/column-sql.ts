import { castText, sqlText } from "@mlops/adapters";
import type { DataType } from "@mlops/table";

import type { Sql } from "../expectation/expectation.ts";
import type { Pass } from "./pass.ts";

export const valueKinds = ["text", "number", "integer", "boolean", "instant", "date"] as const;
/** How a value is read. `instant` and `date` are milliseconds: of UTC, and of the calendar without a zone. */
export type ValueKind = (typeof valueKinds)[number];

export interface DeclaredType {
  readonly kind: ValueKind;
  /** Of dates, in strptime's letters. */
  readonly format?: string | undefined;
}

const isoDate = "%Y-%m-%d";

/** One column of the data as SQL. A value that cannot be read as what is asked for is null. */
export class ColumnSql {
  readonly name: string;
  /** As the file holds it; text formats hold texts. */
  readonly stored: DataType;
  readonly declared: DeclaredType | undefined;
  readonly #pass: Pass;
  readonly #value: Sql;

  constructor(pass: Pass, name: string, value: Sql, stored: DataType, declared: DeclaredType | undefined) {
    this.name = name;
    this.stored = stored;
    this.declared = declared;
    this.#pass = pass;
    this.#value = value;
  }

  /** True where the row has a value. */
  get present(): Sql {
    return `(${this.#value} IS NOT NULL)`;
  }

  /** The value as it is stored. */
  get raw(): Sql {
    return this.#value;
  }

  /** The beginning of the value, for people. */
  get shown(): Sql {
    return `left(${this.as("text")}, 200)`;
  }

  as(kind: ValueKind): Sql {
    return this.#pass.column("view", this.#reading(kind));
  }

  /** Numbers, but neither NaN nor infinities. */
  get finite(): Sql {
    const number = this.as("number");
    return this.#pass.column("value", `CASE WHEN isfinite(${number}) THEN ${number} END`);
  }

  /** The finite number of a column of this kind: of integers, only the whole ones. */
  numeric(kind: "number" | "integer"): Sql {
    return kind === "number" ? this.finite : this.#pass.column("value", `${this.as("integer")}::DOUBLE`);
  }

  #reading(kind: ValueKind): Sql {
    const value = this.#value;
    const { stored } = this;
    switch (kind) {
      case "text":
        if (stored === "instant") return `strftime(epoch_ms(${value}::BIGINT), '%Y-%m-%dT%H:%M:%S.%gZ')`;
        return stored === "string" ? value : `${value}::VARCHAR`;
      case "number":
        if (stored === "string") return castText(value, "float64");
        return isNumber(stored) ? `${value}::DOUBLE` : "NULL::DOUBLE";
      case "integer":
        if (stored === "string") return castText(value, "int64");
        if (stored === "float64" || stored === "float32")
          return `CASE WHEN ${value} = floor(${value}) AND isfinite(${value}) THEN ${value} END`;
        return isNumber(stored) ? value : "NULL::BIGINT";
      case "boolean":
        if (stored === "string") return castText(value, "bool");
        return stored === "bool" ? value : "NULL::BOOLEAN";
      case "instant":
        if (stored === "string") return castText(value, "instant");
        return stored === "instant" ? value : "NULL::DOUBLE";
      case "date": {
        if (stored === "instant") return value;
        const format = sqlText(this.declared?.format ?? isoDate);
        return stored === "string" ? `epoch_ms(try_strptime(${value}, ${format}))::DOUBLE` : "NULL::DOUBLE";
      }
    }
  }
}

function isNumber(type: DataType): boolean {
  return type === "float64" || type === "float32" || type === "int32" || type === "int64";
}

/** How a column without a declared type is read. */
export function kindOf(type: DataType): ValueKind {
  switch (type) {
    case "string":
      return "text";
    case "bool":
      return "boolean";
    case "instant":
      return "instant";
    case "int32":
    case "int64":
      return "integer";
    default:
      return "number";
  }
}
