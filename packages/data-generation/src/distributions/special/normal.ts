import { incompleteGamma } from "./gamma.ts";

/** The density of the standard normal. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/**
 * Φ(z) of the standard normal: near the centre through P(½, z²/2), in the tails by the continued fraction of Mills' ratio
 * (Abramowitz and Stegun 26.2.14), so that small probabilities keep their digits.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (Math.abs(z) < 2) {
    const half = 0.5 * incompleteGamma(0.5, 0.5 * z * z);
    return z < 0 ? 0.5 - half : 0.5 + half;
  }
  const tail = upperTail(Math.abs(z));
  return z < 0 ? tail : 1 - tail;
}

const FRACTION_TERMS = 120;

/** 1 − Φ(z) of z ≥ 2. */
function upperTail(z: number): number {
  if (z > 39) return 0;
  let fraction = z;
  for (let term = z < 4 ? FRACTION_TERMS : 40; term > 0; term -= 1) fraction = z + term / fraction;
  return normalDensity(z) / fraction;
}

// Coefficients of Wichura's AS 241 (PPND16), Applied Statistics 37, 1988; relative error about 1e-16.
const centre = [
  3.387_132_872_796_366_5, 133.141_667_891_784_38, 1971.590_950_306_551_3, 13_731.693_765_509_46, 45_921.953_931_549_87,
  67_265.770_927_008_7, 33_430.575_583_588_13, 2509.080_928_730_122_7,
];
const centreBelow = [
  1, 42.313_330_701_600_91, 687.187_007_492_057_9, 5394.196_021_424_751, 21_213.794_301_586_597, 39_307.895_800_092_71,
  28_729.085_735_721_943, 5226.495_278_852_854,
];
const middle = [
  1.423_437_110_749_683_5, 4.630_337_846_156_546, 5.769_497_221_460_691, 3.647_848_324_763_204_5,
  1.270_458_252_452_368_4, 0.241_780_725_177_450_6, 0.022_723_844_989_269_184, 0.000_774_545_014_278_341_4,
];
const middleBelow = [
  1, 2.053_191_626_637_759, 1.676_384_830_183_803_8, 0.689_767_334_985_1, 0.148_103_976_427_480_08,
  0.015_198_666_563_616_457, 0.000_547_593_808_499_534_5, 1.050_750_071_644_416_9e-9,
];
const far = [
  6.657_904_643_501_103, 5.463_784_911_164_114, 1.784_826_539_917_291_3, 0.296_560_571_828_504_87,
  0.026_532_189_526_576_124, 0.001_242_660_947_388_078_4, 2.711_555_568_743_487_6e-5, 2.010_334_399_292_288_1e-7,
];
const farBelow = [
  1, 0.599_832_206_555_888, 0.136_929_880_922_735_8, 0.014_875_361_290_850_615, 0.000_786_869_131_145_613_3,
  1.846_318_317_510_054_8e-5, 1.421_511_758_316_446e-7, 2.044_263_103_389_939_7e-15,
];

/** Φ⁻¹(p) of 0 < p < 1; ∓Infinity at 0 and 1. */
export function normalQuantile(p: number): number {
  if (p <= 0) return p === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (p >= 1) return p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180_625 - q * q;
    return (q * polynomial(centre, r)) / polynomial(centreBelow, r);
  }
  const root = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const z =
    root <= 5
      ? polynomial(middle, root - 1.6) / polynomial(middleBelow, root - 1.6)
      : polynomial(far, root - 5) / polynomial(farBelow, root - 5);
  return q < 0 ? -z : z;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let index = coefficients.length - 1; index >= 0; index -= 1) sum = sum * x + (coefficients[index] ?? 0);
  return sum;
}
