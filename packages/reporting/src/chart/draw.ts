import type { LoggerInterface } from "vega";
import type { TopLevelSpec } from "vega-lite";

import type { Chart } from "./chart.ts";
import { compactSvg } from "./compact-svg.ts";
import { plainText, textWidth } from "./plain-label.ts";
import { config } from "./theme.ts";

/** A chart before it is drawn. */
export interface Drawing {
  readonly title: string;
  readonly description: string;
  readonly bounding: string | null;
  /** Pixels of the whole picture, axes and legend included. */
  readonly width: number;
  readonly height: number;
  readonly spec: ChartSpec;
}

/** The part of a vega-lite specification that differs between charts. */
export type ChartSpec = Pick<Extract<TopLevelSpec, { layer: unknown }>, "data" | "encoding" | "layer" | "resolve">;
export type ChartLayer = ChartSpec["layer"][number];
/** Which fields of the data go where. */
export type ChartEncoding = NonNullable<Extract<ChartLayer, { mark: unknown }>["encoding"]>;
export type PositionEncoding = NonNullable<ChartEncoding["x"]>;

/** Beside each other on a desk, one a row on a phone without being scaled much. */
export const NARROW = { width: 440, height: 320 } as const;
export const WIDE = { width: 900, height: 300 } as const;

/** Draws with vega, which is loaded with the first chart. Equal drawings give equal text. */
export async function draw({ title, description, bounding, width, height, spec }: Drawing): Promise<Chart> {
  const { vega, vegaLite } = await loadVega();
  const autosize = { type: "fit", contains: "padding" } as const;
  const full: TopLevelSpec = { ...spec, width, height, config, autosize, padding: 4 };
  const compiled = vegaLite.compile(full, { logger: strictLogger });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none", logger: drawingLogger });
  try {
    const labels = { title: plainText(title), description: plainText(description) };
    return { ...labels, bounding, svg: compactSvg(await view.toSVG(), labels), wide: width > NARROW.width };
  } finally {
    view.finalize();
  }
}

async function loadVega() {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  // Without a canvas vega guesses 0.8 em for every character, with one it measures fonts that the reader may not have.
  const { textMetrics } = vega as unknown as { readonly textMetrics: TextMetrics };
  textMetrics.width = ({ fontSize = 11 }, text) => textWidth(String(text)) * fontSize * EM_PER_COLUMN;
  return { vega, vegaLite };
}

/** A warning is a mistake in a chart of this package, whatever the data: it must not go unseen to the console. */
const strictLogger: LoggerInterface = {
  level: () => strictLogger,
  error: refuse,
  warn: refuse,
  info: () => strictLogger,
  debug: () => strictLogger,
};

/** While drawing, a warning only says that there are no values; the frame is empty then. */
const drawingLogger: LoggerInterface = { ...strictLogger, warn: () => drawingLogger };

function refuse(...message: readonly unknown[]): never {
  throw new Error(`vega: ${message.map(String).join(" ")}`);
}

/** Exported by vega without a type. */
interface TextMetrics {
  width: (item: { readonly fontSize?: number }, text: unknown) => number;
}

/** Mean width of letters and digits in common interface fonts. */
const EM_PER_COLUMN = 0.56;
