import { z } from "zod";

import { ApiError } from "./api-error.ts";
import type { GraphqlData } from "./wandb-api.ts";

/** The parts of the server's answers that are read. */
export const viewerAnswer = z.object({
  viewer: z
    .object({
      entity: z.string().nullable(),
      username: z.string().nullish(),
      teams: z.object({ edges: z.array(z.object({ node: z.object({ name: z.string() }) })) }).nullish(),
    })
    .nullable(),
});

export const runAnswer = z.object({
  upsertBucket: z.object({
    bucket: z.object({
      id: z.string(),
      project: z.object({ name: z.string(), entity: z.object({ name: z.string() }) }).nullish(),
    }),
  }),
});

export const runFilesAnswer = z.object({
  createRunFiles: z.object({
    uploadHeaders: z.array(z.string()).default([]),
    files: z.array(z.object({ name: z.string(), uploadUrl: z.string().nullable() })),
  }),
});

export const artifactAnswer = z.object({
  createArtifact: z.object({ artifact: z.object({ id: z.string(), state: z.string() }) }),
});

export const manifestAnswer = z.object({
  createArtifactManifest: z.object({
    artifactManifest: z.object({
      id: z.string(),
      file: z.object({ uploadUrl: z.string().nullish(), uploadHeaders: z.array(z.string()).nullish() }),
    }),
  }),
});

export const artifactFilesAnswer = z.object({
  createArtifactFiles: z.object({
    files: z.object({
      edges: z.array(
        z.object({
          node: z.object({ uploadUrl: z.string().nullable(), uploadHeaders: z.array(z.string()).nullish() }),
        }),
      ),
    }),
  }),
});

/** An answer of another shape is no answer. @throws ApiError */
export function answerOf<Answer>(schema: z.ZodType<Answer>, data: GraphqlData, operation: string): Answer {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ApiError(`${operation}: the answer is not as expected at ${issue?.path.join(".") ?? ""}`, {
    transient: true,
  });
}
