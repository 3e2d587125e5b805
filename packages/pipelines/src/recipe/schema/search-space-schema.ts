import { z } from "zod";

/** A JSON value; null is a value here (`max_depth: null`), not a request for the default. */
export const jsonValue = z.json();

const bounds = {
  low: z.number().optional(),
  high: z.number().optional(),
  log: z.boolean().optional().describe("Draw on a logarithmic scale; low must then be above 0."),
  step: z.number().positive().optional(),
  choices: z.array(jsonValue).min(1).optional(),
};

/** The documented spelling: `{type: int, low: 3, high: 20}`. */
export const rangeV1 = z
  .strictObject({ type: z.enum(["int", "float", "categorical"]), ...bounds })
  .superRefine((range, context) => checkRange(range, context));

/** v1.5 writes `range: [low, high]`, and for a categorical the choices themselves. */
export const rangeV15 = z
  .strictObject({
    type: z.enum(["int", "float", "categorical"]),
    ...bounds,
    range: z.array(jsonValue).min(1).optional(),
    default: jsonValue.optional(),
  })
  .superRefine((range, context) => checkRange(withBounds(range), context));

interface RangeInput {
  readonly type: "int" | "float" | "categorical";
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly log?: boolean | undefined;
  readonly step?: number | undefined;
  readonly choices?: readonly z.core.util.JSONType[] | undefined;
}

type RangeInputV15 = RangeInput & { readonly range?: readonly z.core.util.JSONType[] | undefined };

/** `range` told apart: choices of a categorical, else low and high. */
export function withBounds({ range, ...rest }: RangeInputV15): RangeInput {
  if (range === undefined) return rest;
  if (rest.type === "categorical") return { ...rest, choices: rest.choices ?? range };
  const [low, high] = range;
  return {
    ...rest,
    low: rest.low ?? (typeof low === "number" ? low : undefined),
    high: rest.high ?? (typeof high === "number" && range.length === 2 ? high : undefined),
  };
}

function checkRange(range: RangeInput, context: z.RefinementCtx): void {
  const reject = (message: string, hint: string): void =>
    context.addIssue({ code: "custom", path: ["type"], message, params: { hint } });
  if (range.type === "categorical") {
    if (range.choices === undefined) reject("a categorical range needs choices.", "Add choices: [a, b].");
    return;
  }
  if (range.low === undefined || range.high === undefined) {
    reject(`a range of type ${range.type} needs low and high.`, "Add low: and high: (or range: [low, high]).");
  } else if (range.low >= range.high) {
    reject(`low ${range.low} is not below high ${range.high}.`, "Swap them.");
  } else if (range.log === true && range.low <= 0) {
    reject(`a logarithmic range cannot start at ${range.low}.`, "Start above 0, or remove log.");
  } else if (range.type === "int" && !(Number.isInteger(range.low) && Number.isInteger(range.high))) {
    reject("the bounds of an int range are integers.", "Write whole numbers, or type: float.");
  }
}

const isPlainMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** A fixed value: anything but a map with `type`, which is a range. */
const fixedValue = jsonValue.refine((value) => !(isPlainMap(value) && "type" in value), {
  error: "is a range",
  abort: true,
});

/** An estimator with fixed values, ranges and estimators inside: VotingClassifier, MultiOutputRegressor. */
const estimatorV1: z.ZodType<EstimatorInputV1> = z.lazy(() =>
  z.strictObject({
    class_path: z.string().min(1).optional(),
    hyperparameters: hyperparametersV1.optional(),
  }),
);

export interface EstimatorInputV1 {
  readonly class_path?: string | undefined;
  readonly hyperparameters?: HyperparametersInputV1 | undefined;
}

export type RangeInputV1 = z.output<typeof rangeV1>;

export interface HyperparametersInputV1 {
  readonly estimator?: EstimatorInputV1 | undefined;
  readonly estimators?: readonly { readonly name: string; readonly estimator: EstimatorInputV1 }[] | undefined;
  readonly [name: string]: unknown;
}

export const hyperparametersV1: z.ZodType<HyperparametersInputV1> = z
  .object({
    estimator: estimatorV1.optional(),
    estimators: z
      .array(z.strictObject({ name: z.string().min(1), estimator: estimatorV1 }))
      .min(1)
      .optional(),
  })
  .catchall(z.union([rangeV1, fixedValue]));
