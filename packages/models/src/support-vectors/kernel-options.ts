import { z } from "zod";

/** Hyper-parameters that classification and regression by support vectors share. */
export const kernelOptions = {
  C: z
    .number()
    .positive()
    .default(1)
    .describe("What a row that is missed costs; the inverse of the penalty's strength."),
  kernel: z.enum(["rbf", "linear", "poly", "sigmoid"]).default("rbf").describe("How alike two rows are."),
  degree: z.int().min(1).default(3).describe("Of the kernel `poly`: its degree."),
  gamma: z
    .union([z.enum(["scale", "auto"]), z.number().positive()])
    .default("scale")
    .describe("Of `rbf`, `poly` and `sigmoid`: how fast likeness falls; `scale` is 1 / (columns · variance)."),
  coef0: z.number().default(0).describe("Of `poly` and `sigmoid`: the constant in the kernel."),
  tol: z.number().positive().default(1e-3).describe("Largest violation of the optimality conditions at the end."),
  max_iter: z
    .union([z.literal(-1), z.int().min(1)])
    .default(-1)
    .describe("Steps at most, each of two rows; -1 is as many as it takes."),
  cache_size: z.number().positive().default(200).describe("Megabytes of kernel rows that are kept during the fit."),
} as const;

export interface KernelOptions {
  readonly C: number;
  readonly kernel: "rbf" | "linear" | "poly" | "sigmoid";
  readonly degree: number;
  readonly gamma: "scale" | "auto" | number;
  readonly coef0: number;
  readonly tol: number;
  readonly max_iter: number;
  readonly cache_size: number;
}
