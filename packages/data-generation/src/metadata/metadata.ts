import { z } from "zod";

/** What a column is, for synthesis and for comparing tables. */
export const columnKinds = ["numeric", "integer", "category", "boolean", "datetime", "id", "constant"] as const;
export type ColumnKind = (typeof columnKinds)[number];

export const distributionNames = [
  "norm",
  "truncnorm",
  "beta",
  "gamma",
  "lognormal",
  "student-t",
  "uniform",
  "empirical",
] as const;
export type DistributionName = (typeof distributionNames)[number];

const name = z.string().min(1);
const distribution = z.enum(["auto", ...distributionNames]);

const columnMetadata = z
  .strictObject({
    type: z.enum(columnKinds).optional(),
    /** Of numbers and instants. `auto`: the closest by Kolmogorov–Smirnov, `empirical` where none is close. */
    distribution: distribution.optional(),
    /** Values outside are never drawn; by default those of the data. An ISO instant or date for a datetime. */
    min: z.union([z.number(), z.string()]).optional(),
    max: z.union([z.number(), z.string()]).optional(),
    /** Digits behind the point of a drawn number; negative: zeros before it. Default: those of the data. */
    decimals: z.int().min(-9).max(15).optional(),
    /** Of a datetime held as text, such as `%d%b%Y`. Default: recognised. */
    format: z.string().min(1).optional(),
    /** Of an id: digits stand for digits, letters for letters of their case, all else for itself. Default: that of the data. */
    pattern: z.string().min(1).optional(),
  })
  .describe("What a column is and how its values are drawn.");

export const constraintSchema = z.union([
  z.strictObject({ rule: z.string().min(1) }),
  z.strictObject({ inequality: z.strictObject({ low: name, high: name, strict: z.boolean().default(false) }) }),
  z.strictObject({ positive: z.array(name).min(1) }),
  z.strictObject({ fixed_combinations: z.array(name).min(2) }),
  z.strictObject({ unique: name }),
  z.strictObject({ formula: z.strictObject({ column: name, equals: z.string().min(1) }) }),
]);

/** Metadata of one table, as YAML says it. Every column that it does not name is detected from the data. */
export const metadataSchema = z.strictObject({
  schema_version: z.literal(1).default(1),
  default_distribution: distribution.default("auto"),
  /** A family of distributions is taken only where its Kolmogorov–Smirnov distance from the data is at most this. */
  ks_threshold: z.number().min(0).max(1).default(0.02),
  /** The outcome that the table is about, for `--no-target` and `--default-rate`. */
  target: z.strictObject({ column: name, positive: z.union([z.string(), z.number(), z.boolean()]) }).optional(),
  columns: z.record(name, columnMetadata).default({}),
  constraints: z.array(constraintSchema).default([]),
});

export type Metadata = z.output<typeof metadataSchema>;
export type ColumnMetadata = z.output<typeof columnMetadata>;
export type Constraint = z.output<typeof constraintSchema>;

/** Everything detected, nothing said. */
export const noMetadata: Metadata = metadataSchema.parse({});
