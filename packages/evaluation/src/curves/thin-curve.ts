/**
 * Positions of at most `maximum` points of a curve, its first and last among them: evenly spaced along its length, counted
 * as |Δx| + |Δy|. So a curve of a million points is drawn from a few hundred, and no stretch is left bare.
 */
export function thinCurve(x: Float64Array, y: Float64Array, maximum: number): Uint32Array {
  const points = x.length;
  if (points <= maximum) return Uint32Array.from({ length: points }, (_, at) => at);
  const lengthAt = new Float64Array(points);
  for (let at = 1; at < points; at++) {
    const step = Math.abs((x[at] ?? 0) - (x[at - 1] ?? 0)) + Math.abs((y[at] ?? 0) - (y[at - 1] ?? 0));
    lengthAt[at] = (lengthAt[at - 1] ?? 0) + step;
  }
  const stride = (lengthAt[points - 1] ?? 0) / (maximum - 1);
  const kept: number[] = [0];
  for (let at = 1; at < points - 1 && kept.length < maximum - 1; at++) {
    if ((lengthAt[at] ?? 0) >= kept.length * stride) kept.push(at);
  }
  return Uint32Array.from([...kept, points - 1]);
}
