import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { forgetSecrets, isMlopsError, type MlopsError, redactText } from "@mlops/core";
import { afterEach, describe, expect, test } from "vitest";

import type { LoadConfigurationOptions } from "./configuration.ts";
import { loadConfiguration } from "./load-configuration.ts";
import type { Problem } from "./problem.ts";
import { temporaryProject } from "./testing/temporary-project.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;
type Options = Partial<Omit<LoadConfigurationOptions, "cwd">>;

afterEach(forgetSecrets);

const load = async (files: Files, options: Options = {}) => {
  await using project = await temporaryProject(files);
  return await loadConfiguration({ cwd: project.path, environmentVariables: {}, ...options });
};

const failure = async (files: Files, options: Options = {}): Promise<MlopsError> => {
  try {
    await load(files, options);
  } catch (error) {
    if (isMlopsError(error)) return error;
    throw error;
  }
  throw new Error("The configuration was accepted.");
};

const problems = async (files: Files, options: Options = {}): Promise<readonly Problem[]> =>
  (await failure(files, options)).details["problems"] as readonly Problem[];

const base = (text: string): Files => ({ "config/base.yaml": text });

describe("precedence", () => {
  const files = {
    "config/base.yaml": "logging:\n  level: warn\n  retention_days: 1\n",
    "config/dev.yaml": "logging:\n  level: error\n",
    ".env": "LOG_LEVEL=fatal\n",
  };
  const key = "logging.level";

  test("each layer wins over the one before it, and says where it is", async () => {
    const origins = [
      await load({}),
      await load({ "config/base.yaml": files["config/base.yaml"] }),
      await load(
        { "config/base.yaml": files["config/base.yaml"], "config/dev.yaml": files["config/dev.yaml"] },
        { env: "dev" },
      ),
      await load(
        { "config/base.yaml": files["config/base.yaml"] },
        { recipeValues: [{ keyPath: key, value: "silent", where: "recipes/r.yaml:3" }] },
      ),
      await load(files, { env: "dev" }),
      await load(files, { env: "dev", environmentVariables: { LOG_LEVEL: "DEBUG" } }),
      await load(files, { env: "dev", environmentVariables: { LOG_LEVEL: "DEBUG", MLOPS_LOGGING__LEVEL: "trace" } }),
      await load(files, {
        env: "dev",
        environmentVariables: { MLOPS_LOGGING__LEVEL: "trace" },
        overrides: [{ keyPath: key, value: "info", where: "--verbose" }],
      }),
    ].map((configuration) => [configuration.get(key), configuration.origin(key)]);
    expect(origins).toEqual([
      ["info", { source: "default", where: expect.stringMatching(/^built-in base\.yaml:\d+$/) }],
      ["warn", { source: "base", where: "config/base.yaml:2" }],
      ["error", { source: "overlay", where: "config/dev.yaml:2" }],
      ["silent", { source: "recipe", where: "recipes/r.yaml:3" }],
      ["fatal", { source: "dotenv", where: ".env:1 LOG_LEVEL" }],
      ["debug", { source: "environment", where: "LOG_LEVEL" }],
      ["trace", { source: "environment", where: "MLOPS_LOGGING__LEVEL" }],
      ["info", { source: "flag", where: "--verbose" }],
    ]);
  });

  test("dotenv files: .env.<env> over .env, the process over both, an empty variable counts as not set", async () => {
    const dotenv = {
      ".env": "WANDB_PROJECT=one\nWANDB_ENTITY=one\n",
      ".env.local": "WANDB_PROJECT=two\nWANDB_ENTITY=two\n",
    };
    const { value, dotenvFiles } = await load(dotenv, {
      environmentVariables: { WANDB_ENTITY: "three", WANDB_PROJECT: "" },
    });
    expect(value.tracking.wandb).toEqual({ project: "two", entity: "three" });
    expect(dotenvFiles).toHaveLength(2);
  });

  test("null takes a key or section back to the default", async () => {
    const configuration = await load(
      {
        "config/base.yaml": "store:\n  sqlite: {durability: power}\nlogging:\n",
        "config/dev.yaml": "store:\n  sqlite:\n",
      },
      { env: "dev" },
    );
    expect(configuration.value.store.sqlite.durability).toBe("process");
    expect(configuration.origin("store.sqlite.durability")).toEqual({ source: "default", where: "schema" });
  });
});

describe("places", () => {
  test("the root is the nearest ancestor with config/base.yaml, from any folder below", async () => {
    await using project = await temporaryProject(base("logging: {level: warn}\n"));
    const below = join(project.path, "a", "b");
    await mkdir(below, { recursive: true });
    const found = await loadConfiguration({ cwd: below, environmentVariables: {} });
    expect(found).toMatchObject({ projectRoot: project.path, insideProject: true, home: join(project.path, ".mlops") });
    expect(found.configFiles).toEqual([join(project.path, "config", "base.yaml")]);
  });

  test("outside a project the built-in configuration applies", async () => {
    await using project = await temporaryProject({});
    const local = await loadConfiguration({ cwd: project.path, environmentVariables: {} });
    expect(local).toMatchObject({ projectRoot: project.path, insideProject: false, configFiles: [], env: "local" });
    expect(local.value.source.allow_synthetic).toBe(true);
    const prod = await loadConfiguration({ cwd: project.path, environmentVariables: { APP_ENV: "prod" } });
    expect(prod.value).toMatchObject({
      source: { allow_synthetic: false },
      store: { sqlite: { durability: "power" } },
    });
  });

  test("--home wins over MLOPS_HOME; both are relative to the current folder", async () => {
    await using project = await temporaryProject({});
    const at = (options: Options) => loadConfiguration({ cwd: project.path, environmentVariables: {}, ...options });
    expect((await at({ environmentVariables: { MLOPS_HOME: "state" } })).home).toBe(join(project.path, "state"));
    expect((await at({ environmentVariables: { MLOPS_HOME: "state" }, home: "other" })).home).toBe(
      join(project.path, "other"),
    );
  });

  test("--config-dir takes the files from elsewhere and leaves the root", async () => {
    await using project = await temporaryProject({ "elsewhere/stage.yaml": "logging: {level: error}\n" });
    const found = await loadConfiguration({
      cwd: project.path,
      environmentVariables: {},
      configDir: "elsewhere",
      env: "stage",
    });
    expect(found).toMatchObject({ projectRoot: project.path, env: "stage" });
    expect(found.value.logging.level).toBe("error");
    await expect(
      loadConfiguration({ cwd: project.path, environmentVariables: {}, configDir: "nowhere" }),
    ).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});

describe("environments", () => {
  const files = { ...base("schema_version: 1\n"), "config/dev.yaml": "offline: true\n", ".env": "APP_ENV=dev\n" };

  test("--env over APP_ENV over .env over local; references see the chosen one", async () => {
    const named = base("environment: {app_env: '${APP_ENV:none}'}\n");
    expect((await load(files)).env).toBe("dev");
    expect((await load(files, { environmentVariables: { APP_ENV: "local" } })).env).toBe("local");
    expect((await load(files, { env: "dev", environmentVariables: { APP_ENV: "local" } })).env).toBe("dev");
    expect((await load(named)).value.environment.app_env).toBe("local");
  });

  test.each(["prod", "base", "../dev", "deb", ""])(
    "%j without an overlay is refused with the ones there are",
    async (env) => {
      const error = await failure(files, { env });
      expect(error).toMatchObject({ code: "CONFIG_ENVIRONMENT_UNKNOWN", category: "invalid" });
      expect(error.hint).toContain("Available: dev, local.");
    },
  );
});

test("a misspelt environment draws a suggestion", async () => {
  const error = await failure({ ...base(""), "config/dev.yaml": "" }, { env: "deb" });
  expect(error.hint).toBe('Did you mean "dev"? Available: dev, local.');
});

describe("problems", () => {
  test("all of all files at once, each with its place and what to do", async () => {
    const found = await problems(
      {
        "config/base.yaml": "stor:\n  driver: sqlite\nlogging:\n  level: loud\n  retention_days: 0\n",
        "config/dev.yaml": "source:\n  timeout_seconds: soon\n  kma: [1]\n",
        ".env": "oops\n",
      },
      { env: "dev", environmentVariables: { MLOPS_STORE__DRVIER: "x", MLOPS_OFFLINE: "maybe" } },
    );
    expect(found.map(({ file, line, column, code }) => [file, line, column, code])).toEqual([
      [".env", 1, 1, "DOTENV_MALFORMED"],
      ["config/base.yaml", 4, 10, "VALUE_INVALID"],
      ["config/base.yaml", 5, 19, "VALUE_INVALID"],
      ["config/base.yaml", 1, 1, "KEY_UNKNOWN"],
      ["config/dev.yaml", 2, 20, "VALUE_INVALID"],
      ["config/dev.yaml", 3, 3, "VALUE_INVALID"],
      ["MLOPS_OFFLINE", 0, 0, "VALUE_INVALID"],
      ["MLOPS_STORE__DRVIER", 0, 0, "KEY_UNKNOWN"],
    ]);
    expect(found.find(({ path }) => path === "stor")?.hint).toBe('Did you mean "store"?');
    expect(found.find(({ file }) => file === "MLOPS_STORE__DRVIER")?.hint).toBe("Did you mean MLOPS_STORE__DRIVER?");
    expect(found.find(({ path }) => path === "logging.level")?.message).toMatch(/must be one of .*warn.*, not "loud"/);
  });

  test("one problem gives the error its own code and a message with file, line and column", async () => {
    const error = await failure(base("logging:\n  levle: warn\n"));
    expect(error).toMatchObject({ code: "KEY_UNKNOWN", hint: 'Did you mean "level"?' });
    expect(error.message).toBe('config/base.yaml:2:3 The key "levle" in logging is unknown.');
  });

  test("among several problems each carries its own hint", async () => {
    const error = await failure(base("stor: 1\ntracking: {wandb: {mode: ofline}}\n"));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toMatch(/^2 problems:\n/);
    expect(error.message).toContain('is unknown. Did you mean "store"?');
    expect(error.message).toContain('not "ofline". Did you mean "offline"?');
  });

  test("a key under the wrong section is told where it belongs", async () => {
    const [problem] = await problems(base("durability: power\n"));
    expect(problem?.hint).toBe("It belongs at store.sqlite.durability.");
  });

  test.each([
    ["a list", "- 1\n"],
    ["a text", "hello\n"],
  ])("%s instead of a map", async (_, text) => {
    expect((await problems(base(text)))[0]?.message).toMatch(/must be a map of keys/);
  });

  test("an empty file sets nothing", async () => {
    expect((await load(base(""))).value.store.driver).toBe("sqlite");
  });

  test("a newer schema is refused before its keys are judged", async () => {
    expect(await failure(base("schema_version: 2\nunheard_of: 1\n"))).toMatchObject({ code: "CONFIG_VERSION_NEWER" });
  });

  test("a mistake hidden by a stronger layer is still named", async () => {
    const found = await problems(base("offline: perhaps\n"), {
      overrides: [{ keyPath: "offline", value: true, where: "--offline" }],
    });
    expect(found).toHaveLength(1);
  });

  test("the documented mlflow section is another spelling; both together are one too many", async () => {
    const configuration = await load(base("mlflow: {tracking_uri: ./mlruns}\n"));
    expect(configuration.value.tracking.mlflow.tracking_uri).toBe("./mlruns");
    expect(configuration.origin("mlflow.tracking_uri").where).toBe("config/base.yaml:1");
    const [problem] = await problems(base("mlflow: {tracking_uri: a}\ntracking: {mlflow: {tracking_uri: b}}\n"));
    expect(problem?.message).toContain("two spellings");
    expect((await problems(base("mlflow:\n  tracking_urj: a\n")))[0]).toMatchObject({ line: 2, column: 3 });
  });
});

describe("references", () => {
  test("a missing variable matters only where the value survives", async () => {
    const uri = { "config/base.yaml": "tracking:\n  mlflow:\n    tracking_uri: ${MLFLOW_SERVER}\n" };
    expect((await problems(uri))[0]).toMatchObject({ code: "REFERENCE_UNRESOLVED", line: 3, column: 19 });
    const overlaid = await load(
      { ...uri, "config/dev.yaml": "tracking: {mlflow: {tracking_uri: here}}\n" },
      { env: "dev" },
    );
    expect(overlaid.value.tracking.mlflow.tracking_uri).toBe("here");
  });

  test("a whole reference is coerced where the key takes no text, and stays text where it does", async () => {
    const { value } = await load(
      base("logging: {retention_days: '${DAYS}'}\nsource: {http: {token: '${DIGITS}'}}\noffline: ${OFF:true}\n"),
      { environmentVariables: { DAYS: "7", DIGITS: "0012345678", KMA_AUTH_KEY: "0098765432" } },
    );
    expect(value.logging.retention_days).toBe(7);
    expect(value.source.http.token).toBe("0012345678");
    expect(value.source.kma.auth_key).toBe("0098765432");
    expect(value.offline).toBe(true);
  });

  test("files: trimmed, relative to the root; a missing one is a problem", async () => {
    const files = { ...base("source: {kma: {auth_key: '${file:secrets/kma}'}}\n"), "secrets/kma": " key-of-a-file \n" };
    expect((await load(files)).value.source.kma.auth_key).toBe("key-of-a-file");
    expect((await problems(base("source: {kma: {auth_key: '${file:none}'}}\n")))[0]).toMatchObject({
      code: "REFERENCE_UNRESOLVED",
      line: 1,
    });
    expect((await problems(base("source: {kma: {auth_key: '${file:config}'}}\n")))[0]?.message).toMatch(/not a file/);
  });
});

describe("secrets", () => {
  test("whatever way they come, they are redacted in the view, in errors and in free text", async () => {
    const configuration = await load(
      {
        ...base("source:\n  http: {token: literal-token-1}\n  kma: {auth_key: '${file:key}'}\n"),
        key: "file-secret-2",
        ".env": "WANDB_API_KEY=dotenv-secret-3\n",
      },
      { environmentVariables: { SOME_PASSWORD: "process-secret-4" } },
    );
    const shown = `${JSON.stringify(configuration.redacted())} literal-token-1 file-secret-2 dotenv-secret-3 process-secret-4`;
    for (const secret of ["literal-token-1", "file-secret-2", "dotenv-secret-3", "process-secret-4"]) {
      expect(redactText(shown)).not.toContain(secret);
    }
    expect(JSON.stringify(configuration.redacted())).not.toMatch(/literal-token|file-secret|dotenv-secret/);
  });

  test("a wrong value of a secret key is not shown", async () => {
    const [problem] = await problems(base("source: {kma: {auth_key: [first-part]}}\n"));
    expect(problem?.message).not.toContain("first-part");
    const number = await failure(base("source: {kma: {auth_key: 1234567890}}\n"));
    expect(JSON.stringify([number.message, number.hint, number.details])).not.toContain("1234567890");
  });
});

describe("variables", () => {
  test("JSON for lists and sections", async () => {
    const { value } = await load(
      {},
      {
        environmentVariables: {
          MLOPS_SERVING__CORS__ALLOW_ORIGINS: '["a","b"]',
          MLOPS_STORE: "ignored: no section separator",
          MLOPS_TRACKING__WANDB: '{"project":"p","entity":"e"}',
        },
      },
    );
    expect(value.serving?.cors?.allow_origins).toEqual(["a", "b"]);
    expect(value.tracking.wandb).toEqual({ project: "p", entity: "e" });
  });

  test.each([
    ["1", true],
    ["true", true],
    ["Yes", true],
    ["0", false],
    ["off", false],
  ])("MLOPS_OFFLINE=%s", async (text, offline) => {
    expect((await load({}, { environmentVariables: { MLOPS_OFFLINE: text } })).value.offline).toBe(offline);
    const referenced = await load(base("offline: ${OFF}\n"), { environmentVariables: { OFF: text } });
    expect(referenced.value.offline).toBe(offline);
  });

  test("older spellings of vendors", async () => {
    const { value } = await load({}, { environmentVariables: { WANDB_MODE: "dryrun", LOG_LEVEL: "WARNING" } });
    expect([value.tracking.wandb.mode, value.logging.level]).toEqual(["offline", "warn"]);
  });

  test("a name near one that is read draws a notice, an internal one does not", async () => {
    const { notices } = await load(
      {},
      { environmentVariables: { MLOPS_HOEM: "x", MLOPS_REQUIRE: "mongodb", MLOPS_OTHER_TOOL: "1" } },
    );
    expect(notices).toEqual(["The variable MLOPS_HOEM is not one that mlops reads; did you mean MLOPS_HOME?"]);
  });
});

describe("the loaded configuration", () => {
  test("keys, sections, unknown keys", async () => {
    const configuration = await load(base("tracking: {wandb: {project: p}}\n"));
    expect(configuration.keys()).toContain("tracking.wandb.project");
    expect(configuration.keys()).toEqual([...configuration.keys()].toSorted());
    expect(configuration.get("tracking.wandb")).toEqual({ project: "p" });
    expect(configuration.get("tracking.wandb.entity")).toBeUndefined();
    expect(configuration.origin("tracking")).toEqual({ source: "base", where: "config/base.yaml:1" });
    expect(() => configuration.get("tracking.wandb.projct")).toThrow(
      expect.objectContaining({ code: "CONFIG_KEY_UNKNOWN", hint: "Did you mean tracking.wandb.project?" }),
    );
    expect(() => configuration.origin("constructor")).toThrow(expect.objectContaining({ code: "CONFIG_KEY_UNKNOWN" }));
  });

  test("it is frozen", async () => {
    const { value } = await load({});
    expect(() => Object.assign(value.logging, { level: "trace" })).toThrow(TypeError);
  });
});
