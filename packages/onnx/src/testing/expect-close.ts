import { expect } from "vitest";

import type { Tensor } from "../model/tensor.ts";

/** Relative to the size of the expected number, from 1 up. */
const tolerances: Readonly<Partial<Record<Tensor["type"], number>>> = { double: 1e-12, float: 1e-6 };

/** Equal types, shapes and elements; floats within 1e-6, doubles within 1e-12. */
export function expectClose(actual: Tensor | undefined, expected: Tensor, what: string): void {
  expect([actual?.type, actual?.dimensions.join()], what).toEqual([expected.type, expected.dimensions.join()]);
  const tolerance = tolerances[expected.type] ?? 0;
  const wrong = Array.from<number | bigint | string>(expected.data).findIndex((element, index) => {
    const found = actual?.data[index];
    if (Object.is(found, element) || found === element) return false;
    if (typeof element !== "number" || typeof found !== "number") return true;
    return !(Math.abs(found - element) <= tolerance * Math.max(1, Math.abs(element)));
  });
  if (wrong === -1) return;
  expect.fail(`${what}: element ${wrong} is ${String(actual?.data[wrong])}, not ${String(expected.data[wrong])}`);
}
