import type { OutcomeStatus } from "@mlops/core";

import type { Series } from "../bounding/series.ts";
import type { Chart } from "../chart/chart.ts";
import type { NumberFormat } from "../chart/number-text.ts";

/** A document of sections, as plain data and finished charts. Every text is shown as text, never as markup. */
export interface Report {
  readonly title: string;
  readonly subtitle?: string;
  readonly status?: ReportStatus;
  readonly sections: readonly Section[];
  /** Of the texts, BCP 47. Default `en`. */
  readonly language?: string;
}

export interface ReportStatus {
  readonly status: OutcomeStatus;
  /** Kebab-case reason codes. */
  readonly reasons: readonly string[];
}

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block = TextBlock | FactsBlock | TableBlock | ChartBlock | NoteBlock | CodeBlock;

/** Paragraphs, separated by empty lines. */
export interface TextBlock {
  readonly kind: "text";
  readonly text: string;
}

/** Names with one value each. */
export interface FactsBlock {
  readonly kind: "facts";
  readonly title?: string;
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly name: string;
  readonly value: Value;
  /** Of numbers. Default `number`. */
  readonly format?: NumberFormat;
}

export interface TableBlock {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** Each as long as there are columns. */
  readonly rows: readonly (readonly Value[])[];
  /** Rows that are shown, the rest being counted. Default 100. */
  readonly maximumRows?: number;
  /** Closed until the reader opens it; open in print. Default false. */
  readonly folded?: boolean;
}

export interface TableColumn {
  readonly name: string;
  /** Of numbers. Default `number`. */
  readonly format?: NumberFormat;
}

/** Charts that follow each other stand side by side where there is room. */
export interface ChartBlock {
  readonly kind: "chart";
  readonly chart: Chart;
}

export interface NoteBlock {
  readonly kind: "note";
  readonly level: "info" | "warning" | "problem";
  readonly text: string;
}

/** Text in fixed width with its line breaks, folded. */
export interface CodeBlock {
  readonly kind: "code";
  readonly title: string;
  readonly text: string;
}

/** What stands in a cell or beside a name. */
export type Value =
  | string
  | number
  | boolean
  /** Nothing to be said. */
  | null
  /** No value, and why. */
  | { readonly absent: string }
  | { readonly lower: number; readonly upper: number }
  /** UTC milliseconds, shown as an ISO instant. */
  | { readonly instant: number }
  /** A digest, id or path: fixed width, broken anywhere. */
  | { readonly code: string }
  | { readonly sparkline: Series; readonly label: string };
