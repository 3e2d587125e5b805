import type { JsonObject, JsonValue } from "@mlops/core";
import { z } from "zod";

import { boostingOptions } from "../trees/boosting/boosting-options.ts";
import { option } from "./define-dialect.ts";

/** Parameters that libraries of boosted trees share, under their names. */

/** Rounds without gain before the end; null for no early stopping. */
export function stopAfter(rounds: JsonValue | undefined): JsonObject {
  return typeof rounds === "number"
    ? { early_stopping: true, n_iter_no_change: rounds, tol: 0 }
    : { early_stopping: false };
}

export const constraints = option(boostingOptions.monotonic_cst, { name: "monotonic_cst" });

/** 0 or −1 for no limit, as libraries write it. */
export const unlimited = (value: JsonValue): JsonValue => (typeof value === "number" && value > 0 ? value : null);

export const positiveWeight = z
  .number()
  .positive()
  .default(1)
  .describe("Of two classes: what the weights of the second are multiplied by.");

export const boostingDifferences = [
  "early stopping looks at the loss of the validation part, or of held-out rows, and keeps the trees up to the best round",
  "rows of a leaf are estimated from its hessians",
];
