import { z } from "zod";

/** Where the server is and how patient to be with it. */
export const mongoOptions = z.strictObject({
  uri: z
    .string()
    .regex(/^mongodb(?:\+srv)?:\/\//, "must start with mongodb:// or mongodb+srv://")
    .optional()
    .describe("Connection string; what it names wins over host, port, database, username, password and auth_source."),
  host: z.string().min(1).default("localhost"),
  port: z.int().min(1).max(65_535).default(27_017),
  database: z
    .string()
    .min(1)
    .max(63)
    .regex(/^[^/\\. "$*<>:|?\0]+$/, 'must not hold / \\ . " $ * < > : | ? or spaces')
    .default("mlops"),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  auth_source: z.string().min(1).default("admin").describe("The database that holds the user."),
  max_pool_size: z.int().min(1).max(1000).default(10).describe("Connections of one process."),
  selection_timeout_seconds: z
    .number()
    .positive()
    .max(600)
    .default(5)
    .describe("How long to look for a usable server."),
  timeout_seconds: z.number().positive().max(3600).default(60).describe("How long a server may take for one answer."),
});

export type MongoOptions = z.infer<typeof mongoOptions>;
