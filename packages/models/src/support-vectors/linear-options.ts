import { z } from "zod";

/** Hyper-parameters that linear machines share. */
export const linearOptions = {
  C: z
    .number()
    .positive()
    .default(1)
    .describe("What a row that is missed costs; the inverse of the penalty's strength."),
  fit_intercept: z.boolean().default(true).describe("Whether there is a constant term; it is penalised too."),
  intercept_scaling: z
    .number()
    .positive()
    .default(1)
    .describe("The value of the constant term's column: the greater, the less the constant is penalised."),
  tol: z.number().positive().default(1e-4).describe("Largest violation of the optimality conditions at the end."),
  max_iter: z.int().min(1).default(1000).describe("Rounds over the rows at most."),
} as const;

export interface LinearOptions {
  readonly C: number;
  readonly fit_intercept: boolean;
  readonly intercept_scaling: number;
  readonly tol: number;
  readonly max_iter: number;
}

/** The constant term's column: 0 is none. */
export function constantOf({ fit_intercept: has, intercept_scaling: scaling }: LinearOptions): number {
  return has ? scaling : 0;
}
