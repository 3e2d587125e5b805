import { estimatorConformance } from "@mlops/conformance";
import { describe } from "vitest";

import ridge from "../estimators/ridge/ridge.ts";
import type { RidgeState } from "../estimators/ridge/ridge-state.ts";
import { estimatorSubject } from "../testing/estimator-subject.ts";

type Ridge = typeof ridge;

/** Ridge regression with one fault each, and the laws that have to find it: a law that does not fails here as stale. */
const faulty: readonly { readonly fault: string; readonly laws: readonly string[]; readonly estimator: Ridge }[] = [
  {
    fault: "a state that differs from fit to fit",
    laws: ["the same seed gives the same state"],
    estimator: changedState((state, fits) => ({ ...state, intercept: state.intercept + fits * 1e-9 })),
  },
  {
    fault: "a target that is sorted in place",
    laws: ["nothing that is given is changed"],
    estimator: {
      ...ridge,
      fit(training, options, context) {
        const state = ridge.fit(training, options, context);
        if (training.target.kind === "values") training.target.values.sort();
        return state;
      },
    },
  },
  {
    fault: "predictions that depend on the batch",
    laws: [
      "rows one by one, and in another order, predict what the batch predicts",
      "the exported model predicts the same for one row",
    ],
    estimator: {
      ...ridge,
      async predict(features, state) {
        const prediction = await ridge.predict(features, state);
        if (prediction.kind !== "values") return prediction;
        const rows = prediction.values.length;
        return { kind: "values", values: prediction.values.map((value) => (rows === 1 ? value + 1e-3 : value)) };
      },
    },
  },
  {
    fault: "an export that leaves out the intercept's last digits",
    laws: [
      "the exported model predicts the same for one row",
      "the exported model predicts the same for 5,000 rows",
      "the exported model predicts the same from one column",
      "the exported model takes missing values and categories where the estimator does",
    ],
    estimator: {
      ...ridge,
      toOnnx: (graph, inputs, state) =>
        ridge.toOnnx(graph, inputs, { ...state, intercept: Number(state.intercept.toPrecision(6)) }),
    },
  },
  {
    fault: "weights that are not looked at",
    laws: ["doubling a row's weight is doubling the row; a weight of 0 is no row"],
    estimator: {
      ...ridge,
      fit: ({ features, target }, options, context) => ridge.fit({ features, target }, options, context),
    },
  },
  {
    fault: "nothing learnt",
    laws: ["learns what is easy to learn"],
    estimator: changedState((state) => ({ ...state, coefficients: state.coefficients.map(() => 0) })),
  },
  {
    fault: "progress that falls and is never told the end",
    laws: ["progress never falls, stays within its total and reaches it"],
    estimator: {
      ...ridge,
      fit(training, options, context) {
        context.progress(2, 4);
        context.progress(1, 4);
        return ridge.fit(training, options, { ...context, progress: () => undefined });
      },
    },
  },
  {
    fault: "a cancellation that is swallowed",
    laws: ["a cancelled fit stops within one step of its progress"],
    estimator: {
      ...ridge,
      fit(training, options, context) {
        const progress = (done: number): void => {
          try {
            context.progress(done, 2);
          } catch {
            return;
          }
        };
        progress(1);
        return ridge.fit(training, options, { ...context, progress: () => progress(2) });
      },
    },
  },
  {
    fault: "capabilities that it does not have",
    laws: [
      "categories are taken, or refused with their column",
      "the exported model takes missing values and categories where the estimator does",
    ],
    estimator: { ...ridge, capabilities: { ...ridge.capabilities, categories: true } },
  },
];

describe.each(faulty)("the suite finds $fault", ({ fault, laws, estimator }) => {
  estimatorConformance({
    ...estimatorSubject(estimator, { alpha: 1 }),
    deviations: Object.fromEntries(laws.map((law) => [law, fault])),
  });
});

function changedState(change: (state: RidgeState, fits: number) => RidgeState): Ridge {
  let fits = 0;
  return {
    ...ridge,
    async fit(training, options, context) {
      fits++;
      return change(await ridge.fit(training, options, context), fits);
    },
  };
}
