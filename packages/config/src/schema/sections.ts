import { z } from "zod";

/** A map of free text keys; used only where an adapter of a third party owns the names. */
const freeForm = z.record(z.string(), z.unknown());

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** `LOG_LEVEL` is documented with Python's names: DEBUG, WARNING, CRITICAL. */
const logLevel = z.preprocess((value) => {
  if (typeof value !== "string") return value;
  const lower = value.toLowerCase();
  return { warning: "warn", critical: "fatal" }[lower] ?? lower;
}, z.enum(logLevels));

/** `dryrun` and `run` are W&B's older names. */
const wandbMode = z.preprocess(
  (value) => (value === "dryrun" ? "offline" : value === "run" ? "online" : value),
  z.enum(["online", "offline", "disabled", "shared"]),
);

const httpUrl = z.url({ protocol: /^https?$/, error: "must be a URL that starts with http:// or https://" });
const seconds = z.number().positive().max(86_400);

export const environmentSection = z.strictObject({
  app_env: z.string().optional().describe("Name of the environment; APP_ENV and --env decide which overlay is read."),
  name: z.string().optional().describe("Shown in reports; the environment's name when absent."),
  description: z.string().optional(),
});

const mongodbSection = z.strictObject({
  uri: z
    .string()
    .regex(/^mongodb(?:\+srv)?:\/\//, "must start with mongodb:// or mongodb+srv://")
    .optional()
    .describe("Connection string, better by MONGODB_URI; what it names wins over the keys beside it."),
  host: z.string().min(1).default("localhost"),
  port: z.int().min(1).max(65_535).default(27_017),
  database: z.string().min(1).max(63).default("mlops"),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional().describe("Better by MONGODB_PASSWORD than in a file of the project."),
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

export const storeSection = z.strictObject({
  driver: z
    .string()
    .min(1)
    .default("sqlite")
    .describe("Where documents and blobs are kept: sqlite, mongodb, ./my-driver.ts, or a package."),
  sqlite: z
    .strictObject({
      durability: z
        .enum(["process", "power"])
        .default("process")
        .describe("What a finished write survives: a killed process, or a power cut too (one fsync for each commit)."),
    })
    .prefault({}),
  mongodb: mongodbSection.prefault({}),
});

export const sourceSection = z.strictObject({
  allow_synthetic: z
    .boolean()
    .default(false)
    .describe(
      "Whether observations made by a climate model may stand in for real ones; the result is then marked degraded.",
    ),
  timeout_seconds: seconds.default(10).describe("For one HTTP request."),
  kma: z
    .strictObject({
      base_url: httpUrl.default("https://apihub.kma.go.kr/api/typ01/url/"),
      auth_key: z
        .string()
        .min(1)
        .optional()
        .describe("Better by KMA_AUTH_KEY or auth_key_file than in a file of the project."),
      auth_key_file: z
        .string()
        .min(1)
        .optional()
        .describe("File whose trimmed content is the key, relative to the project root."),
    })
    .prefault({}),
  open_meteo: z
    .strictObject({
      base_url: httpUrl.default("https://api.open-meteo.com/v1/"),
      archive_base_url: httpUrl.default("https://archive-api.open-meteo.com/v1/"),
    })
    .prefault({}),
  http: z
    .strictObject({
      base_url: httpUrl.optional().describe("Server that answers GET {base_url}/observations."),
      token: z.string().min(1).optional().describe("Sent as a bearer token."),
    })
    .prefault({}),
});

export const loggingSection = z.strictObject({
  level: logLevel.default("info"),
  retention_days: z.int().min(1).max(3650).default(30),
  base_path: z
    .string()
    .min(1)
    .optional()
    .describe("Log folder, relative to the project root; <home>/logs when absent."),
  upload_to_mlflow: z.boolean().optional(),
});

export const mlflowSection = z.strictObject({
  tracking_uri: z.string().min(1).optional(),
  experiment_name: z.string().min(1).optional(),
  tracking_username: z.string().min(1).optional(),
  tracking_password: z.string().min(1).optional(),
});

export const trackingSection = z.strictObject({
  use_wandb: z
    .union([z.literal("auto"), z.boolean()])
    .default("auto")
    .describe("auto: on exactly when a key, WANDB_MODE=offline, a project or an entity is given."),
  trackers: z
    .array(z.enum(["console", "jsonl"]))
    .default([])
    .describe("Trackers beside W&B: metrics as lines on stderr, or as JSON lines in <home>/tracking."),
  wandb: z
    .strictObject({
      project: z.string().min(1).max(128).optional(),
      entity: z.string().min(1).optional(),
      mode: wandbMode.optional(),
      api_key: z.string().min(1).optional().describe("Better by WANDB_API_KEY, or stored with mlops login."),
      base_url: httpUrl.optional().describe("W&B server; https://api.wandb.ai when absent."),
    })
    .prefault({}),
  mlflow: mlflowSection.prefault({}),
});

const pruningSection = z.strictObject({
  enabled: z.boolean().optional(),
  algorithm: z.string().min(1).optional(),
  n_startup_trials: z.int().min(0).optional(),
  n_warmup_steps: z.int().min(0).optional(),
});

export const tuningSection = z.strictObject({
  enabled: z.boolean().optional(),
  engine: z.string().min(1).optional(),
  timeout: z.number().positive().optional().describe("Seconds for a whole study."),
  parallelization: z.strictObject({ n_jobs: z.int().min(1).optional() }).optional(),
  pruning: pruningSection.optional(),
});

const featureBackend = z.looseObject({ type: z.string().min(1) });

export const featureStoreSection = z.strictObject({
  provider: z.enum(["passthrough", "pass_through", "none", "feast"]).optional(),
  enabled: z.boolean().optional(),
  feast_config: z
    .strictObject({
      project: z.string().optional(),
      registry: z.union([z.string(), freeForm]).optional(),
      provider: z.string().optional(),
      offline_store: featureBackend.optional(),
      online_store: featureBackend.optional(),
      entity_key_serialization_version: z.int().optional(),
    })
    .optional(),
});

const adapterEntry = z.strictObject({ class_name: z.string().min(1), config: freeForm.optional() });

export const dataAdaptersSection = z.strictObject({
  default_loader: z.string().min(1).optional(),
  default_storage: z.string().min(1).optional(),
  default_feature_store: z.string().min(1).optional(),
  adapters: z.record(z.string(), adapterEntry).optional(),
});

export const servingSection = z.strictObject({
  enabled: z.boolean().optional(),
  host: z.string().min(1).optional(),
  port: z.int().min(0).max(65_535).optional(),
  workers: z.int().min(1).optional(),
  model_stage: z.string().min(1).optional(),
  auth: z
    .strictObject({ enabled: z.boolean().optional(), type: z.string().optional(), secret_key: z.string().optional() })
    .optional(),
  cors: z
    .strictObject({
      enabled: z.boolean().optional(),
      allow_origins: z.array(z.string()).optional(),
      allow_methods: z.array(z.string()).optional(),
      allow_headers: z.array(z.string()).optional(),
      allow_credentials: z.boolean().optional(),
    })
    .optional(),
  request_timeout_seconds: seconds.optional(),
  metrics_enabled: z.boolean().optional(),
});

export const artifactStoresSection = z.record(
  z.string(),
  z.strictObject({
    enabled: z.boolean().optional(),
    base_uri: z.string().min(1).optional(),
    connection_uri: z.string().min(1).optional(),
    table: z.string().min(1).optional(),
    retention_days: z.int().min(1).optional(),
  }),
);
