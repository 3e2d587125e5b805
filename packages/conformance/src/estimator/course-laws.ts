import { expect } from "vitest";

import { type EstimatorLawBook, failureOf, type Progress } from "./estimator-law.ts";

/** Progress, cancellation and going on. */
export function courseLaws(book: EstimatorLawBook): void {
  book.law("progress never falls, stays within its total and reaches it", async (scene) => {
    const told: Progress[] = [];
    await scene.fit(scene.data({ rows: 120, seed: "progress" }), {
      progress: (done, total) => void told.push({ done, total }),
    });
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map(({ total }) => total)).size).toBe(1);
    expect(told.every(({ done, total }) => done >= 0 && done <= total)).toBe(true);
    expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).toSorted((a, b) => a - b));
    expect(told.at(-1)?.done).toBe(told.at(-1)?.total);
  });

  book.law("a cancelled fit stops within one step of its progress", async (scene) => {
    const controller = new AbortController();
    let told = 0;
    const fit = scene.fit(scene.data({ rows: 120, seed: "cancel" }), {
      signal: controller.signal,
      progress: () => {
        told++;
        controller.abort();
      },
    });
    expect((await failureOf(fit)).code).toBe("CANCELLED");
    expect(told).toBe(1);
  });

  book.law("a fit that is cancelled before it begins does not begin", async (scene) => {
    let told = 0;
    const fit = scene.fit(scene.data({ rows: 120, seed: "cancel" }), {
      signal: AbortSignal.abort(),
      progress: () => void told++,
    });
    expect((await failureOf(fit)).code).toBe("CANCELLED");
    expect(told).toBe(0);
  });

  book.law("goes on from a trained state, or refuses to", async (scene) => {
    const training = scene.data({ rows: 120, seed: "tune" });
    const initialState = await scene.fit(training);
    const copy = structuredClone(initialState);
    const fit = scene.fit(training, { initialState });
    if (!scene.capabilities.fineTuning) {
      expect((await failureOf(fit)).code).toBe("ESTIMATOR_DATA_UNSUPPORTED");
      return;
    }
    expect(await fit).toEqual(await scene.fit(training, { initialState }));
    expect(initialState).toEqual(copy);
  });
}
