import type { ChartLayer, PositionEncoding } from "./draw.ts";
import { quiet } from "./theme.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A dashed straight line behind the data: chance, identity, zero. It shares the scales of the layers beside it. */
export function referenceLine(
  from: Point,
  to: Point,
  x: PositionEncoding,
  y: PositionEncoding,
  colour = quiet,
): ChartLayer {
  return {
    data: { values: [from, to] },
    mark: { type: "line", color: colour, strokeDash: [4, 4], strokeWidth: 1.5 },
    encoding: { x, y },
  };
}
