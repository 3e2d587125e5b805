import { digestJson, MlopsError } from "@mlops/core";
import { dataTypes } from "@mlops/table";
import { z } from "zod";

import { columnKinds, constraintSchema, distributionNames } from "../metadata/metadata.ts";

export const MODEL_FORMAT = "mlops-distribution-model/1";

const index = z.int().min(0);
const finite = z.number();
const counts = z.array(z.number().positive()).min(1);

/** What one normal score of the copula stands for. */
const latentSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("family"),
    distribution: z.enum(distributionNames).exclude(["empirical"]),
    parameters: z.record(z.string(), finite),
    ks: finite,
    low: finite,
    high: finite,
  }),
  z.strictObject({
    kind: z.literal("quantiles"),
    probabilities: z.array(finite).min(1),
    values: z.array(finite).min(1),
  }),
  /** Numbers that are few enough to be counted. */
  z.strictObject({ kind: z.literal("steps"), values: z.array(finite).min(1), counts }),
  z.strictObject({ kind: z.literal("levels"), counts }),
  /** Whether the cells of columns that are absent together are absent. */
  z.strictObject({ kind: z.literal("missing"), counts }),
]);

const cell = z.union([z.string(), finite, z.boolean(), z.null()]);

const sourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("number"),
    latent: index,
    low: finite,
    high: finite,
    /** Digits behind the point; null: as many as there are. */
    decimals: z.int().nullable(),
    /** The column that this one is at least as large as: its value is added. */
    above: z.string().optional(),
    /** Of instants: milliseconds that they are multiples of. */
    step: z.number().positive().optional(),
    /** Of a datetime held as text, and whether its months are written in capitals. */
    format: z.string().optional(),
    upperCase: z.boolean().optional(),
  }),
  /** The value of each level of the latent, of this column. */
  z.strictObject({ kind: z.literal("levels"), latent: index, values: z.array(cell).min(1) }),
  z.strictObject({ kind: z.literal("id"), pattern: z.string().nullable(), first: finite }),
  z.strictObject({ kind: z.literal("constant"), value: cell }),
  z.strictObject({ kind: z.literal("formula"), equals: z.string() }),
]);

const columnSchema = z.strictObject({
  name: z.string().min(1),
  type: z.enum(dataTypes),
  /** What the column is, for people and for comparing. */
  is: z.enum(columnKinds),
  /** The latent that says where cells are absent. */
  missing: index.optional(),
  source: sourceSchema,
});

const contentSchema = z.strictObject({
  format: z.literal(MODEL_FORMAT),
  synthesizer: z.literal("gaussian-copula"),
  fitted: z.strictObject({ rows: index, data: z.string(), dataDigest: z.string().optional() }),
  target: z.strictObject({ column: z.string(), positive: z.union([z.string(), finite, z.boolean()]) }).optional(),
  columns: z.array(columnSchema).min(1),
  latents: z.array(latentSchema),
  /** Correlations of the normal scores: the lower triangle without its diagonal, by rows. */
  correlations: z.array(z.number().min(-1).max(1)),
  /** Rules that drawn rows are held to, beside those that hold by construction. */
  rules: z.array(z.string()),
  constraints: z.array(constraintSchema),
});

export const modelSchema = contentSchema.extend({ digest: z.string() });

export type LatentModel = z.output<typeof latentSchema>;
export type ColumnModel = z.output<typeof columnSchema>;
export type ColumnSource = z.output<typeof sourceSchema>;
/** A learnt distribution of a table, as plain JSON without any of its rows. */
export type DistributionModel = z.output<typeof modelSchema>;

export function sealModel(content: z.output<typeof contentSchema>): DistributionModel {
  return { ...content, digest: digestOf(content) };
}

/**
 * A model from the text of its file.
 *
 * @throws MlopsError SYNTHESIZER_MODEL_INVALID for another format, a newer version, or content that is not its digest's
 */
export function readModel(text: string, file: string): DistributionModel {
  const parsed = modelSchema.safeParse(jsonOf(text, file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? "" : ` at ${issue.path.join(".") || "its top"}: ${issue.message}`;
    throw invalid(file, `is no distribution model of this version${where}`);
  }
  const { digest, ...content } = parsed.data;
  if (digestOf(content) !== digest) throw invalid(file, "was changed after it was written: its digest does not fit");
  const pairs = (content.latents.length * (content.latents.length - 1)) / 2;
  if (content.correlations.length !== pairs) throw invalid(file, "has correlations that do not fit its latents");
  return parsed.data;
}

function digestOf(content: object): string {
  return digestJson(content);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, "is not JSON", cause);
  }
}

function invalid(file: string, what: string, cause?: unknown): MlopsError {
  return new MlopsError("SYNTHESIZER_MODEL_INVALID", `${file} ${what}.`, { details: { file }, cause });
}
