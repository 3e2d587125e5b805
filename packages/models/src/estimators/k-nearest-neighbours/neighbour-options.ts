import { z } from "zod";

export const neighbourOptions = z.strictObject({
  n_neighbors: z.int().min(1).default(5).describe("How many neighbours decide."),
  weights: z
    .enum(["uniform", "distance"])
    .default("uniform")
    .describe("Whether neighbours count alike, or by one over their distance."),
  p: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe("The distance: 2 is Euclid's, 1 the sum of the differences."),
});
