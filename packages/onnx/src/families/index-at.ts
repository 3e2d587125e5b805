import type { Call } from "../operator/call.ts";

/** An index counted from the front. @throws MlopsError where the axis has no such place. */
export function indexAt(call: Call<unknown>, index: number, size: number): number {
  const place = index < 0 ? index + size : index;
  if (place >= 0 && place < size) return place;
  throw call.fail(`asks for place ${index} of ${size}`);
}
