import { MlopsError, type Query } from "@mlops/core";

import { type FieldPath, parseFieldPath } from "./field-path.ts";
import { type ParsedFilter, parseFilter } from "./parsed-filter.ts";

export interface ParsedQuery {
  readonly filter: ParsedFilter;
  readonly sort: readonly { readonly field: string; readonly path: FieldPath; readonly descending: boolean }[];
  readonly limit: number | undefined;
  readonly skip: number;
  readonly fields: readonly FieldPath[] | undefined;
}

const everything: ParsedFilter = { kind: "and", members: [] };

/** @throws MlopsError STORE_QUERY_INVALID */
export function parseQuery(query: Query): ParsedQuery {
  return {
    filter: query.filter === undefined ? everything : parseFilter(query.filter),
    sort: (query.sort ?? []).map(({ field, order }) => {
      if (order !== "asc" && order !== "desc") {
        throw new MlopsError("STORE_QUERY_INVALID", `Sort order ${JSON.stringify(order)} is neither asc nor desc.`);
      }
      return { field, path: parseFieldPath(field), descending: order === "desc" };
    }),
    limit: query.limit === undefined ? undefined : count("limit", query.limit),
    skip: count("skip", query.skip ?? 0),
    fields: query.fields?.map(parseFieldPath),
  };
}

function count(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new MlopsError("STORE_QUERY_INVALID", `${name} must be a whole number from 0, not ${String(value)}.`);
  }
  return value;
}
