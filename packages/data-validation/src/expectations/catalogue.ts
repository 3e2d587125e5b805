import type { Expectation } from "../expectation/expectation.ts";
import between from "./between.ts";
import brokenRecords from "./broken-records.ts";
import distinctCount from "./distinct-count.ts";
import freshness from "./freshness.ts";
import oneOf from "./in.ts";
import knownColumnsOnly from "./known-columns-only.ts";
import length from "./length.ts";
import mean from "./mean.ts";
import monotone from "./monotone.ts";
import noneOf from "./not-in.ts";
import notNull from "./not-null.ts";
import nullShare from "./null-share.ts";
import pattern from "./pattern.ts";
import quantiles from "./quantiles.ts";
import rowCount from "./row-count.ts";
import rules from "./rules.ts";
import standardDeviation from "./standard-deviation.ts";
import type from "./type.ts";
import unique from "./unique.ts";
import uniqueTogether from "./unique-together.ts";
import valueShares from "./value-shares.ts";

/** Every check, one for each file beside this one; a test holds it against the folder. */
export const expectationCatalogue: readonly Expectation[] = [
  between,
  brokenRecords,
  distinctCount,
  freshness,
  oneOf,
  knownColumnsOnly,
  length,
  mean,
  monotone,
  noneOf,
  notNull,
  nullShare,
  pattern,
  quantiles,
  rowCount,
  rules,
  standardDeviation,
  type,
  unique,
  uniqueTogether,
  valueShares,
];
