/** A value without structure. A number may be NaN or ±Infinity: trackers show it as what it is. */
export type TrackedScalar = number | string | boolean | null;

/** Counts of a distribution: `edges` has one more entry than `counts` and never falls. */
export interface TrackedHistogram {
  readonly kind: "histogram";
  readonly counts: readonly number[];
  readonly edges: readonly number[];
}

/**
 * Rows under named columns. `rowLevel` says that a row is a row of somebody's data (a prediction with its inputs, a
 * truth), not a summary: such columns leave a run only where they were allowed by name.
 */
export interface TrackedTable {
  readonly kind: "table";
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TrackedScalar[])[];
  readonly rowLevel: boolean;
}

/** A chart of two columns of a table. */
export interface TrackedPlot {
  readonly kind: "plot";
  readonly shape: "bar" | "scatter" | "line";
  readonly title: string;
  readonly table: TrackedTable;
  /** Column of the labels or of the horizontal axis. */
  readonly x: string;
  /** Column of the heights or of the vertical axis. */
  readonly y: string;
}

/** An image file; it is copied when it is logged. */
export interface TrackedImage {
  readonly kind: "image";
  /** Absolute path of a PNG, JPEG, GIF or WebP file. */
  readonly path: string;
  readonly caption?: string;
}

export type TrackedMedia = TrackedHistogram | TrackedTable | TrackedPlot | TrackedImage;
export type TrackedValue = TrackedScalar | TrackedMedia;
