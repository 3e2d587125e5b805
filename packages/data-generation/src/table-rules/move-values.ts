import type { RandomStream } from "@mlops/core";

import { exponential, rounded } from "../outcome/draws.ts";
import type { NumberValues, RuleValues, TextValues } from "./rule-values.ts";

/** −1 better, 0 the same, 1 worse; one for each row. */
export type Movement = Int8Array;

/** How far numbers that get worse go beyond a month, on average. */
const WORSE_BY = 30;

/** Values after something happened to their rows: texts go one to three steps along their order, numbers grow or halve. */
export function movedValues(
  stream: RandomStream,
  before: RuleValues,
  movement: Movement,
  most = Number.POSITIVE_INFINITY,
): RuleValues {
  return before.kind === "text" ? movedTexts(stream, before, movement) : movedNumbers(stream, before, movement, most);
}

function movedTexts(stream: RandomStream, { codes, texts }: TextValues, movement: Movement): TextValues {
  const last = texts.length - 1;
  const moved = codes.map((code, row) => {
    const step = 1 + stream.integer(3);
    return Math.min(Math.max(code + step * (movement[row] ?? 0), 0), last);
  });
  return { kind: "text", codes: moved, texts };
}

function movedNumbers(
  stream: RandomStream,
  { values, decimals }: NumberValues,
  movement: Movement,
  most: number,
): NumberValues {
  const moved = values.map((value, row) => {
    const worse = WORSE_BY + exponential(stream, WORSE_BY);
    const direction = movement[row] ?? 0;
    const next = direction > 0 ? value + worse : direction < 0 ? value / 2 : value;
    return Math.min(rounded(next, decimals), most);
  });
  return { kind: "number", values: moved, decimals };
}
