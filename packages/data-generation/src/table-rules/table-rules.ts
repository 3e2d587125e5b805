import { z } from "zod";

const name = z.string().min(1);
const text = z.string().min(1);
/** Which text a column of texts has to hold. */
const choice = z.record(name, text);
const share = z.number().min(0).max(1);

const number = z.strictObject({
  distribution: z.enum(["normal", "lognormal", "exponential", "beta", "uniform"]),
  /** Mean, mean of the logarithm, mean, first shape (whole), least value. */
  a: z.number(),
  /** Deviation, deviation of the logarithm, none, second shape (whole), greatest value. */
  b: z.number().optional(),
  scale: z.number().positive().default(1),
  min: z.number().optional(),
  max: z.number().optional(),
  decimals: z.int().min(0).max(12),
  /** Share of rows that are 0. */
  zeros: share.default(0),
});

const codes = z.strictObject({
  count: z.int().min(1).max(100_000),
  /** Groups that share a beginning of three characters. */
  groups: z.int().min(1).max(1000).optional(),
  letters: z.string().length(1).optional(),
  /** Whole numbers from here … */
  min: z.int().optional(),
  /** … to here instead of texts. */
  max: z.int().optional(),
});

const date = z.union([
  z.strictObject({ first: z.string(), last: z.string() }),
  z.strictObject({ from: name, minus: name }),
  z.strictObject({ from: name, plus: name }),
]);

const drawn = {
  values: z.record(text, z.number().positive()).optional(),
  codes: codes.optional(),
  number: number.optional(),
  month_ends: z.int().min(1900).max(2200).optional(),
  date: date.optional(),
  lookup: z.strictObject({ by: name, to: z.record(text, z.number()) }).optional(),
  product: z.tuple([name, name]).optional(),
  difference: z.tuple([name, name]).optional(),
  after: name.optional(),
  movement: z.strictObject({ same: text, worse: text, better: text }).optional(),
  outcome: z.literal(true).optional(),
};

const kinds = Object.keys(drawn) as readonly (keyof typeof drawn)[];

const column = z
  .strictObject({
    ...drawn,
    /** Of products. */
    decimals: z.int().min(0).max(12).optional(),
    /** Of numbers that came after: never above. */
    most: z.number().optional(),
    block: name.optional(),
    null_share: share.optional(),
    zero_unless: choice.optional(),
  })
  .superRefine((value, context) => {
    const given = kinds.filter((kind) => value[kind] !== undefined);
    if (given.length === 1) return;
    const message = `says ${given.length === 0 ? "nothing" : given.join(" and ")}; one of ${kinds.join(", ")} is needed`;
    context.addIssue({ code: "custom", message });
  });

const block = z.strictObject({
  only: choice.optional(),
  unless: choice.optional(),
  within: name.optional(),
  share: share.default(1),
});

const range = z.tuple([share, share]);

const scenario = z.strictObject({ values: choice.default({}), ranges: z.record(name, range).default({}) });

const moves = z.strictObject({ worse: share, better: share });

const outcome = z.strictObject({
  column: name,
  positive: text,
  negative: text,
  default_rate: share,
  /** Of the positive rows, those that the rule makes. */
  rule_share: share,
  /** Of the rows for which the rule holds, those that are positive. */
  certainty: z.number().gt(0).max(1),
  /** The column whose range begins where the rule makes its share. */
  solved: name,
  scenarios: z.record(name, scenario),
  noise: z.record(name, z.number()),
  movement: z.strictObject({ positive: moves, negative: moves }),
});

/** A table described by rules instead of learned from data. */
export const tableRulesSchema = z.strictObject({
  schema_version: z.literal(1),
  name: text,
  blocks: z.record(name, block).default({}),
  outcome,
  columns: z.record(name, column),
  hidden: z.record(name, column).default({}),
});

export type TableRules = z.output<typeof tableRulesSchema>;
export type ColumnRule = z.output<typeof column>;
export type NumberRule = z.output<typeof number>;
export type OutcomeRule = z.output<typeof outcome>;
