import type { Config } from "./schema/config-schema.ts";

/** Which layer a value came from, strongest first. `dotenv` stands beside `environment`: the process's own wins. */
export type OriginSource = "flag" | "environment" | "dotenv" | "recipe" | "overlay" | "base" | "default";

export interface Origin {
  readonly source: OriginSource;
  /** `config/dev.yaml:12`, `MLOPS_STORE__DRIVER`, `.env:3 KMA_AUTH_KEY`, `--wandb-project`, `built-in local.yaml:4`, `schema`. */
  readonly where: string;
}

/** The merged configuration of one process. It is frozen: it never changes after it was loaded. */
export interface Configuration {
  /** Name of the environment: `local`, `dev`, `prod` or a project's own. */
  readonly env: string;
  /** Absolute path of the nearest ancestor with `config/base.yaml`, else of the current folder. */
  readonly projectRoot: string;
  /** False where no `config/base.yaml` was found: only the built-in configuration applies. */
  readonly insideProject: boolean;
  /** Absolute path of the state folder. */
  readonly home: string;
  /** Absolute paths of the config files that were read, weakest first. */
  readonly configFiles: readonly string[];
  /** Absolute paths of the dotenv files that were read, weakest first. */
  readonly dotenvFiles: readonly string[];
  /** Environment variables: the process's own over those of the dotenv files. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly value: Config;
  /** What the user should know: a file of an older schema that was upgraded in memory, a documented name with two meanings. */
  readonly notices: readonly string[];
  /** Dotted paths of all keys that have a value, sorted: `store.sqlite.durability`. */
  keys(): readonly string[];
  /**
   * The value at a dotted path; a section gives an object, a key without a value undefined.
   * @throws MlopsError CONFIG_KEY_UNKNOWN with the nearest known key
   */
  get(keyPath: string): unknown;
  /**
   * Where the value at a dotted path came from; for a section the strongest origin among its keys.
   * @throws MlopsError CONFIG_KEY_UNKNOWN with the nearest known key
   */
  origin(keyPath: string): Origin;
  /** A deep copy of `value` with secrets replaced; what `config show` prints. */
  redacted(): Readonly<Record<string, unknown>>;
}

/** One value of a recipe or a flag that sets a config key. */
export interface Override {
  /** Dotted path: `tracking.wandb.project`. */
  readonly keyPath: string;
  readonly value: unknown;
  /** `--wandb-project` or `recipes/commute-weather.yaml:88`. */
  readonly where: string;
}

export interface LoadConfigurationOptions {
  /** Absolute path of the folder the command runs in. */
  readonly cwd: string;
  readonly environmentVariables: Readonly<Record<string, string | undefined>>;
  /** `--config-dir`, relative to `cwd`; `<root>/config` when absent. It does not move the project root. */
  readonly configDir?: string;
  /** `--env`; wins over APP_ENV. */
  readonly env?: string;
  /** `--home`, relative to `cwd`; wins over MLOPS_HOME. */
  readonly home?: string;
  /** Values given by flags: the strongest layer. */
  readonly overrides?: readonly Override[];
  /** Values that a recipe sets: stronger than files, weaker than environment variables. */
  readonly recipeValues?: readonly Override[];
}
