import { estimatorConformance } from "@mlops/conformance";
import { randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import { kdTree, nearestInTree } from "./k-d-tree.ts";
import kNearestNeighbours from "./k-nearest-neighbours.ts";
import { nearestByScan } from "./nearest-rows.ts";

estimatorConformance(estimatorSubject(kNearestNeighbours));
estimatorConformance({ ...estimatorSubject(kNearestNeighbours, { weights: "distance", p: 1 }), learns: false });

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
      expect(nearestInTree(tree, point, p, 9)).toEqual(nearestByScan(columns, point, p, 9, scratch));
    }
  });
});
