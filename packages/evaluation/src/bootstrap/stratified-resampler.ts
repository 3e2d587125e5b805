import { type RandomKey, randomStream } from "@mlops/core";

/**
 * Draws resamples of the points that keep the number of points of each stratum: so no resample loses a rare class. Each
 * call fills and answers the same array, stratum after stratum.
 *
 * A. C. Davison & D. V. Hinkley, Bootstrap Methods and their Application, 1997, section 3.2.
 *
 * @param strata one code of at least 0 per point
 */
export function stratifiedResampler(strata: Int32Array, key: RandomKey): () => Uint32Array {
  const random = randomStream(key);
  const groups = Map.groupBy(strata.keys(), (point) => strata[point] ?? 0);
  const members = [...groups.entries()].toSorted(([a], [b]) => a - b).map(([, points]) => Uint32Array.from(points));
  const points = new Uint32Array(strata.length);
  return () => {
    let filled = 0;
    for (const group of members) {
      for (let draw = 0; draw < group.length; draw++) points[filled++] = group[random.integer(group.length)] ?? 0;
    }
    return points;
  };
}
