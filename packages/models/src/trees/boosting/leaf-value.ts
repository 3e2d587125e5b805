import type { SplitRules } from "./growth-plan.ts";

type LeafRules = Pick<SplitRules, "l1" | "l2" | "largestStep">;

/** The step that lowers the loss most: −G / (H + l2), with what l1 and the limits make of it; within the bounds that monotone constraints above set. */
export function leafValue(G: number, H: number, rules: LeafRules, lower: number, upper: number): number {
  const denominator = H + rules.l2;
  if (!(denominator > 0)) return Math.min(Math.max(0, lower), upper);
  const step = -shrunk(G, rules.l1) / denominator;
  const { largestStep } = rules;
  const limited = largestStep > 0 ? Math.min(Math.max(step, -largestStep), largestStep) : step;
  return Math.min(Math.max(limited, lower), upper);
}

/** Twice what a leaf of that value takes off the loss. */
export function leafGain(G: number, H: number, value: number, { l1, l2 }: LeafRules): number {
  return -(2 * G * value + (H + l2) * value * value + 2 * l1 * Math.abs(value));
}

function shrunk(sum: number, l1: number): number {
  if (l1 === 0) return sum;
  return Math.sign(sum) * Math.max(0, Math.abs(sum) - l1);
}
