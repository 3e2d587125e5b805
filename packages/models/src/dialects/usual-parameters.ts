import { z } from "zod";

import { classWeightOption } from "../estimator/class-weight-option.ts";
import { noEffect, option } from "./define-dialect.ts";

/** Parameters that many classes of scikit-learn share. */

export const fitIntercept = option(z.boolean().default(true).describe("Whether there is a constant term."));

export const classWeight = option(classWeightOption);

export const nothingRandom = noEffect(
  z.int().nullable().default(null).describe("No effect: nothing is drawn at random."),
  "nothing is drawn at random",
);

export const noThreads = noEffect(
  z.int().nullable().default(null).describe("No effect: threads are the run's."),
  "threads are the run's",
);

export const verbose = noEffect(
  z.union([z.int(), z.boolean()]).default(0).describe("No effect: progress is the run's."),
  "progress is shown by the run",
);

export const copyX = noEffect(
  z.boolean().default(true).describe("No effect: data is never changed."),
  "data is never changed",
);

export const warmStart = noEffect(
  z.literal(false).default(false).describe("Only false: a fit begins anew."),
  "a fit begins anew",
);
