import type { FitContext } from "@mlops/core";
import { z } from "zod";

import { constantColumn } from "../estimator/constant-column.ts";
import { defineEstimator, type Estimator } from "../estimator/define-estimator.ts";
import { rowsOf } from "../estimator/rows-of.ts";

/** Estimators whose fits end in other ways than well; tests name them by this module's URL and their export. */
function troubled(name: string, fit: (context: FitContext) => object | Promise<object>): Estimator {
  return defineEstimator({
    name,
    aliases: [],
    summary: "For tests.",
    options: z.strictObject({}),
    capabilities: {
      tasks: ["regression", "classification"],
      classes: "many",
      multiTarget: false,
      missingValues: true,
      categories: true,
      sampleWeights: true,
      classWeights: false,
      fineTuning: true,
    },
    fit(_training, _options, context) {
      context.log("info", `pid ${process.pid}`);
      return fit(context);
    },
    predict: (features) => ({ kind: "values", values: new Float64Array(rowsOf(features)) }),
    toOnnx: (graph, inputs) => ({ kind: "values", value: constantColumn(graph, inputs, 0) }),
  });
}

/** One endless computation that hears nothing. */
export const deaf = troubled("deaf", () => {
  for (;;) Math.sqrt(2);
});

/** An endless synchronous computation that reports. */
export const endless = troubled("endless", (context) => {
  for (let step = 1; ; step++) context.progress(Math.min(step, 1e9), 1e9, "still there");
});

/** Waits for ever, as for a native session, and looks at its signal only. */
export const waiting = troubled(
  "waiting",
  (context) =>
    new Promise((_, reject) => {
      const alive = setInterval(() => undefined, 1000);
      context.signal.addEventListener("abort", () => {
        clearInterval(alive);
        reject(context.signal.reason as Error);
      });
    }),
);

export const crashing = troubled("crashing", () => {
  process.abort();
});

export const leaving = troubled("leaving", () => process.exit(3));

export const throwing = troubled("throwing", () => {
  throw new TypeError("a slip of the pen");
});

/** Objects until V8's heap is full. */
export const hoarding = troubled("hoarding", () => {
  const kept: object[] = [];
  for (;;) kept.push({ at: kept.length, more: [kept.length] });
});

/** Memory outside of V8's heap, as data and models have it; slowly, as reading does. */
export const growing = troubled("growing", async () => {
  const kept: Uint8Array[] = [];
  for (;;) {
    kept.push(new Uint8Array(2 ** 24).fill(1));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

/** Answers what it was given, typed arrays and all, and prints a line. */
export const echoing = troubled("echoing", (context) => {
  // oxlint-disable-next-line no-console
  console.log("printed by the fit");
  context.progress(1, 1);
  const weights = Float32Array.of(1.5, -2);
  return { words: [...context.randomKey.words], threads: context.threads, weights, from: context.initialState ?? null };
});

export const notAnEstimator = { name: "nothing" };
