import { z } from "zod";

/** The hyper-parameter `class_weight`, as scikit-learn writes it. */
export const classWeightOption = z
  .union([z.literal("balanced"), z.record(z.string(), z.number().min(0))])
  .nullable()
  .default(null)
  .describe("Weights of the classes by label; `balanced` is rows / (classes · rows of the class).");
