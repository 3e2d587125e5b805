import { estimatorConformance } from "@mlops/conformance";
import { randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import { kdTree, nearestInTree } from "./k-d-tree.ts";
import kNearestNeighbours from "./k-nearest-neighbours.ts";
import { nearestByScan } from "./nearest-rows.ts";
import { predictNeighbours } from "./predict-neighbours.ts";

estimatorConformance(estimatorSubject(kNearestNeighbours));
estimatorConformance({ ...estimatorSubject(kNearestNeighbours, { weights: "distance", p: 1 }), learns: false });

describe("probabilities of neighbours", () => {
  it("are at most 1 where all neighbours are of one class, whatever their distances", () => {
    const random = randomStream(randomKey("one class"));
    const column = (): Float64Array => Float64Array.from({ length: 400 }, () => random.normal());
    const state = {
      columns: [column(), column()],
      target: { kind: "classes", classes: ["no", "yes"], codes: new Int32Array(400).fill(1) },
      neighbours: 15,
      weights: "distance",
      p: 2,
      scale: 1,
    } as const;
    const prediction = predictNeighbours([column(), column()], state);
    expect(prediction.kind === "probabilities" && prediction.probabilities[1]?.every((value) => value === 1)).toBe(
      true,
    );
  });
});

describe("the tree", () => {
  const cases = [1, 2].flatMap((p) =>
    ["apart", "tied"].flatMap((kind) => [1, 3, 7].map((width) => ({ p: p as 1 | 2, kind, width }))),
  );

  it.each(cases)("finds what a scan finds: $width columns, p $p, rows $kind", ({ p, kind, width }) => {
    const random = randomStream(randomKey(`tree ${width} ${kind}`));
    const draw = (): number => (kind === "tied" ? Math.round(2 * random.normal()) : random.normal());
    const columns = Array.from({ length: width }, () => Float64Array.from({ length: 1500 }, draw));
    const tree = kdTree(columns);
    const scratch = new Float64Array(1500);
    for (let query = 0; query < 100; query++) {
      const point = Float64Array.from({ length: width }, draw);
      expect(nearestInTree(tree, point, p, 9, 0.01)).toEqual(nearestByScan(columns, point, p, 9, scratch, 0.01));
    }
  });
});
