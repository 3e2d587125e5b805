import { type RandomKey, randomStream } from "@mlops/core";

/**
 * `moving`: blocks start anywhere but so that they end inside the series; points near the ends are drawn less often
 * (H. R. Künsch, The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17, 1989).
 * `circular`: the last point is followed by the first, so that every point is equally likely (D. N. Politis &
 * J. P. Romano, A circular block-resampling procedure for stationary data, in Exploring the Limits of Bootstrap, 1992).
 */
export type BlockKind = "moving" | "circular";

/**
 * Draws resamples of the points 0 … n − 1: whole blocks of consecutive points laid end to end, the last cut off at n
 * points. Each call fills and answers the same array. 1 ≤ blockLength ≤ n.
 */
export function blockResampler(n: number, blockLength: number, kind: BlockKind, key: RandomKey): () => Uint32Array {
  const random = randomStream(key);
  const points = new Uint32Array(n);
  const starts = kind === "moving" ? n - blockLength + 1 : n;
  return () => {
    for (let filled = 0; filled < n; filled += blockLength) {
      const start = random.integer(starts);
      const length = Math.min(blockLength, n - filled);
      for (let offset = 0; offset < length; offset++) points[filled + offset] = (start + offset) % n;
    }
    return points;
  };
}
