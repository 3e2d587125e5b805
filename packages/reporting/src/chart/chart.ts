/** A finished picture. Made by the chart functions of this package only: `svg` is put into documents as it stands. */
export interface Chart {
  readonly title: string;
  /** What is to be seen, in words; screen readers read it. */
  readonly description: string;
  /** How the points were bounded: "512 of 1,000,000 points"; null where every value is drawn. */
  readonly bounding: string | null;
  /** Standing alone or inline. Colours are custom properties with light fallbacks, text has the colour around it. */
  readonly svg: string;
  /** Needs the whole width of a page. */
  readonly wide: boolean;
}

/** What every chart takes. */
export interface ChartOptions {
  readonly title: string;
}
