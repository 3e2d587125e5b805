import { z } from "zod";

/** A metric of the project's own, as a run's input holds it: what it is called, and the code that it was. */
export const customMetricSchema = z.strictObject({
  /** As the recipe writes it: `./metrics/my.ts#share`. */
  reference: z.string(),
  /** What the metric calls itself; its scores stand under it. */
  name: z.string(),
  /** Absolute path. */
  file: z.string(),
  exportName: z.string(),
  /** SHA-256 of the file. */
  digest: z.string(),
});

export type CustomMetricPlan = z.infer<typeof customMetricSchema>;
