import { normalAxis } from "../shapes/shape.ts";
import type { Call } from "./call.ts";
import { type Fact, knownIntegers } from "./fact.ts";

/** @throws MlopsError where the rank has no such axis. */
export function axisOf(call: Call<unknown>, axis: number, rank: number): number {
  const normal = normalAxis(axis, rank);
  if (normal === undefined) throw call.fail(`has no axis ${axis} in rank ${rank}`);
  return normal;
}

/** Axes counted from the front, each once. */
export function axesOf(call: Call<unknown>, axes: readonly number[], rank: number): readonly number[] {
  const normal = axes.map((axis) => axisOf(call, axis, rank));
  if (new Set(normal).size === normal.length) return normal;
  throw call.fail(`names an axis twice in [${axes.join(", ")}]`);
}

/**
 * The list that an operator takes from the input `index`, in older versions from the attribute `name`: "absent" where
 * neither is there, "unknown" where only the run will tell.
 */
export function listOf(call: Call<Fact>, index: number, name: string): readonly number[] | "absent" | "unknown" {
  const input = call.inputs[index];
  if (input !== undefined) return knownIntegers(input) ?? "unknown";
  return call.attributes.ints(name) ?? "absent";
}
