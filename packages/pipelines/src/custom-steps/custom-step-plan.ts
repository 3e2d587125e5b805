import { z } from "zod";

/** A preprocessing step of the project's own, as a run's input holds it: the code that it was. */
export const customStepSchema = z.strictObject({
  /** As the recipe writes it, and a stored preparation names it: `./steps/my.ts#logarithm`. */
  type: z.string(),
  /** Absolute path. */
  file: z.string(),
  exportName: z.string(),
  /** SHA-256 of the file. */
  digest: z.string(),
});

export type CustomStepPlan = z.infer<typeof customStepSchema>;
